"""Read the state of a response, so that tests do not depend on the text of the interface."""

from django.contrib.messages import get_messages
from django.http import HttpResponse


def error_codes(response: HttpResponse, form: str = "form") -> dict[str, list[str]]:
    """The error codes of the form with this name in the context, by field; `__all__` for the whole form."""
    errors = response.context[form].errors.as_data()
    return {field: [error.code for error in of_field] for field, of_field in errors.items()}


def message_levels(response: HttpResponse) -> list[str]:
    """The levels of the messages on the page, such as `success` and `error`."""
    return [message.level_tag for message in get_messages(response.wsgi_request)]


def messages_of(response: HttpResponse) -> list[str]:
    """The texts of the messages on the page, to be compared with the message of an error."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def saved_by_others(response: HttpResponse, form: str = "form") -> dict[str, str]:
    """The values that somebody else saved meanwhile, shown at their fields, by field."""
    errors = response.context[form].errors.as_data()
    return {
        field: error.params["words"]
        for field, of_field in errors.items()
        for error in of_field
        if error.code == "changed"
    }
