// libedit calls a command with nothing that says which one it is, so each number has a function of its own.
#include "LineEdit.h"

static unsigned char perform(EditLine *editor, int32_t command, wint_t key)
{
    line_edit *edit = NULL;
    if (el_wget(editor, EL_CLIENTDATA, &edit) != 0 || edit == NULL)
        return CC_ERROR;
    return (unsigned char)edit->callbacks.perform(edit->callbacks.context, command, (int32_t)key);
}

#define ONE(number) \
    static unsigned char command_##number(EditLine *editor, wint_t key) { return perform(editor, 0##number, key); }
#define EIGHT(tens) ONE(tens##0) ONE(tens##1) ONE(tens##2) ONE(tens##3) ONE(tens##4) ONE(tens##5) ONE(tens##6) ONE(tens##7)
#define NAME_EIGHT(tens) \
    command_##tens##0, command_##tens##1, command_##tens##2, command_##tens##3, command_##tens##4, \
        command_##tens##5, command_##tens##6, command_##tens##7

// Numbered in octal: 00 to 77.
EIGHT(0) EIGHT(1) EIGHT(2) EIGHT(3) EIGHT(4) EIGHT(5) EIGHT(6) EIGHT(7)

const line_edit_function line_edit_trampolines[LINE_EDIT_COMMANDS] = {
    NAME_EIGHT(0), NAME_EIGHT(1), NAME_EIGHT(2), NAME_EIGHT(3),
    NAME_EIGHT(4), NAME_EIGHT(5), NAME_EIGHT(6), NAME_EIGHT(7),
};
