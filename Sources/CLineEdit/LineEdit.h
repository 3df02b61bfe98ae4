#pragma once
#include "CLineEdit.h"
#include <histedit.h>
#include <stdio.h>

struct line_edit {
    EditLine *editor;
    FILE *input;
    FILE *drawn;
    FILE *complaints;
    wchar_t *prompt;
    line_edit_callbacks callbacks;
    wchar_t *names[2 * LINE_EDIT_COMMANDS]; // libedit keeps the pointers it is given
    int name_count;
    bool was_long; // whether the text had more rows than libedit's picture when that was drawn
};

typedef unsigned char (*line_edit_function)(EditLine *, wint_t);
extern const line_edit_function line_edit_trampolines[LINE_EDIT_COMMANDS];

// Remembers the terminal's keys before libedit changes its modes.
void line_edit_note_keys(int terminal);
