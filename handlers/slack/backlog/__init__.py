"""Stories on Slack: the ranked backlog, and the forms that add and change them."""
