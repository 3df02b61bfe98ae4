#include "CProcess.h"

#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)

const char *process_commit(void)
{
#ifdef PICKET_COMMIT
    return TEXT(PICKET_COMMIT);
#else
    return NULL;
#endif
}
