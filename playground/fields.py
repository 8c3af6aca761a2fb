"""Which fields each block, element and composition object has; Slack refuses any other."""

from playground.shapes import Json

_NAMED = {"type", "action_id"}
_PICTURE = {"alt_text", "image_url", "slack_file", "fallback", "image_width", "image_height", "image_bytes"}
_TYPED = {"initial_value", "dispatch_action_config", "focus_on_load", "placeholder"}
_MENU = {"confirm", "focus_on_load", "placeholder"}
_FIXED = {"options", "option_groups"}

BLOCKS: dict[str, set[str]] = {
    "actions": {"elements"},
    "context": {"elements"},
    "context_actions": {"elements"},
    "divider": set(),
    "header": {"text"},
    "image": _PICTURE | {"title", "is_animated"},
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
    "markdown": {"text"},
    "rich_text": {"elements"},
    "section": {"text", "fields", "accessory", "expand"},
    "table": {"rows", "column_settings"},
    "video": {
        "alt_text",
        "author_name",
        "description",
        "provider_icon_url",
        "provider_name",
        "thumbnail_url",
        "title",
        "title_url",
        "video_url",
    },
}

ELEMENTS: dict[str, set[str]] = {
    "button": {"text", "url", "value", "style", "confirm", "accessibility_label"},
    "channels_select": _MENU | {"initial_channel", "response_url_enabled"},
    "checkboxes": {"options", "initial_options", "confirm", "focus_on_load"},
    "conversations_select": _MENU
    | {"initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter"},
    "datepicker": _MENU | {"initial_date"},
    "datetimepicker": {"initial_date_time", "confirm", "focus_on_load"},
    "email_text_input": _TYPED,
    "external_select": _MENU | {"initial_option", "min_query_length"},
    "feedback_buttons": {"positive_button", "negative_button"},
    "file_input": {"filetypes", "max_files"},
    "icon_button": {"icon", "text", "value", "confirm", "accessibility_label", "visible_to_user_ids"},
    "image": _PICTURE,
    "multi_channels_select": _MENU | {"initial_channels", "max_selected_items"},
    "multi_conversations_select": _MENU
    | {"initial_conversations", "default_to_current_conversation", "max_selected_items", "filter"},
    "multi_external_select": _MENU | {"initial_options", "min_query_length", "max_selected_items"},
    "multi_static_select": _MENU | _FIXED | {"initial_options", "max_selected_items"},
    "multi_users_select": _MENU | {"initial_users", "max_selected_items"},
    "number_input": _TYPED | {"is_decimal_allowed", "min_value", "max_value"},
    "overflow": {"options", "confirm"},
    "plain_text_input": _TYPED | {"multiline", "min_length", "max_length"},
    "radio_buttons": {"options", "initial_option", "confirm", "focus_on_load"},
    "rich_text_input": _TYPED,
    "static_select": _MENU | _FIXED | {"initial_option"},
    "timepicker": _MENU | {"initial_time", "timezone"},
    "url_text_input": _TYPED,
    "users_select": _MENU | {"initial_user"},
    "workflow_button": {"text", "workflow", "style", "accessibility_label"},
}

TEXTS: dict[str, set[str]] = {"plain_text": {"emoji"}, "mrkdwn": {"verbatim"}}
OPTION = {"text", "value", "description"}
OPTION_GROUP = {"label", "options"}
CONFIRM = {"title", "text", "confirm", "deny", "style"}

HOME = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
MODAL = HOME | {"title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"}


def stranger(given: Json, known: set[str]) -> str | None:
    """The first field that has no business here."""
    return next((name for name in given if name not in known), None)


def of_block(block: Json) -> set[str]:
    return BLOCKS[block["type"]] | {"type", "block_id"}


def of_element(element: Json) -> set[str]:
    return ELEMENTS[element["type"]] | _NAMED


def of_text(text: Json) -> set[str]:
    return TEXTS[text["type"]] | {"type", "text"}
