#include "picket.h"

int picket_version(void) { return PICKET_VERSION; }

const char *picket_status_text(picket_status status)
{
    switch (status) {
    case PICKET_OK: return "all went well";
    case PICKET_NULL: return "a pointer that must not be NULL is NULL";
    case PICKET_NOT_NOW: return "the call has no meaning at this time";
    case PICKET_NO_TICKET: return "no command with this ticket waits for an answer";
    case PICKET_NO_NAME: return "there is nothing of this name";
    case PICKET_OTHER_TYPE: return "the value is of another type";
    case PICKET_NOT_UTF8: return "a text is not UTF-8";
    case PICKET_NOT_JSON: return "a text is not JSON";
    case PICKET_NOT_ALLOWED: return "a name or a value is not allowed";
    }
    return "there is no such status";
}
