// The editor: libedit behind a handle, with its drawing and its complaints caught.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE // fopencookie
#endif
#include "LineEdit.h"

#include <errno.h>
#include <locale.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static line_edit *handle(EditLine *editor)
{
    line_edit *edit = NULL;
    el_wget(editor, EL_CLIENTDATA, &edit);
    return edit;
}

static ssize_t take_drawing(void *cookie, const char *bytes, size_t count)
{
    line_edit *edit = cookie;
    edit->callbacks.drawn(edit->callbacks.context, (const uint8_t *)bytes, count);
    return (ssize_t)count;
}

static ssize_t take_complaint(void *cookie, const char *bytes, size_t count)
{
    line_edit *edit = cookie;
    edit->callbacks.complained(edit->callbacks.context, (const uint8_t *)bytes, count);
    return (ssize_t)count;
}

static FILE *stream(line_edit *edit, ssize_t (*take)(void *, const char *, size_t))
{
    return fopencookie(edit, "w", (cookie_io_functions_t){.write = take});
}

static wchar_t *prompt(EditLine *editor)
{
    static wchar_t none[] = L"";
    line_edit *edit = handle(editor);
    return edit != NULL && edit->prompt != NULL ? edit->prompt : none;
}

// Whether the text may need more rows than libedit's picture of the screen has. A character takes at most eight columns.
static bool is_long(EditLine *editor)
{
    const LineInfoW *line = el_wline(editor);
    int rows = 0, columns = 0;
    el_wget(editor, EL_GETTC, "li", &rows);
    el_wget(editor, EL_GETTC, "co", &columns);
    return 8 * (line->lastchar - line->buffer) >= (ptrdiff_t)rows * (columns - 2);
}

// libedit draws a character that is typed at the end of its text without a look at the rows of its picture. If the text has, or
// had at the last drawing, more rows than the picture, it would write beyond it. So the picture is made anew before such a key.
static void settle(line_edit *edit)
{
    const LineInfoW *line = el_wline(edit->editor);
    bool is_too_long = is_long(edit->editor);
    if (line->cursor == line->lastchar && (is_too_long || edit->was_long)) {
        el_wset(edit->editor, EL_REFRESH);
        edit->was_long = is_too_long;
    } else if (is_too_long) {
        edit->was_long = true;
    }
}

static int next(EditLine *editor, wchar_t *key)
{
    line_edit *edit = handle(editor);
    settle(edit);
    int32_t scalar = edit->callbacks.next(edit->callbacks.context);
    if (scalar >= 0) {
        *key = (wchar_t)scalar;
        return 1;
    }
    *key = L'\0';
    errno = scalar == LINE_EDIT_INTERRUPTED ? EINTR : 0;
    return scalar == LINE_EDIT_INTERRUPTED ? -1 : 0;
}

static bool open_streams(line_edit *edit, int input)
{
    int copy = dup(input);
    edit->input = copy < 0 ? NULL : fdopen(copy, "r");
    if (edit->input == NULL && copy >= 0)
        close(copy);
    edit->drawn = stream(edit, take_drawing);
    edit->complaints = stream(edit, take_complaint);
    if (edit->input == NULL || edit->drawn == NULL || edit->complaints == NULL)
        return false;
    setvbuf(edit->complaints, NULL, _IONBF, 0);
    return true;
}

line_edit *line_edit_open(const char *program, int input, int output, int errors, line_edit_callbacks callbacks)
{
    line_edit *edit = calloc(1, sizeof *edit);
    if (edit == NULL)
        return NULL;
    edit->callbacks = callbacks;
    line_edit_note_keys(input);
    if (open_streams(edit, input))
        edit->editor = el_init_fd(program, edit->input, edit->drawn, edit->complaints, input, output, errors);
    if (edit->editor == NULL) {
        line_edit_close(edit);
        return NULL;
    }
    el_wset(edit->editor, EL_CLIENTDATA, edit);
    el_wset(edit->editor, EL_SIGNAL, 0);
    el_wset(edit->editor, EL_PROMPT, prompt);
    el_wset(edit->editor, EL_GETCFN, next);
    // ^S and ^Q are keys here, not a frozen terminal. So are ^C, ^Z and ^\: a paste may contain them.
    el_wset(edit->editor, EL_SETTY, L"-d", L"-ixon", L"-isig", NULL);
    return edit;
}

void line_edit_close(line_edit *edit)
{
    if (edit->editor != NULL) {
        // Without this el_end flushes what was typed ahead for whoever reads next.
        el_wset(edit->editor, EL_EDITMODE, 0);
        el_end(edit->editor);
    }
    if (edit->input != NULL)
        fclose(edit->input);
    if (edit->drawn != NULL)
        fclose(edit->drawn);
    if (edit->complaints != NULL)
        fclose(edit->complaints);
    for (int name = 0; name < edit->name_count; name++)
        free(edit->names[name]);
    free(edit->prompt);
    free(edit);
}

static wchar_t *widen(const char *ascii)
{
    size_t count = strlen(ascii);
    wchar_t *wide = calloc(count + 1, sizeof *wide);
    for (size_t index = 0; wide != NULL && index < count; index++)
        wide[index] = (unsigned char)ascii[index];
    return wide;
}

int line_edit_add_command(line_edit *edit, int32_t command, const char *name, const char *help)
{
    if (command < 0 || command >= LINE_EDIT_COMMANDS || edit->name_count + 2 > 2 * LINE_EDIT_COMMANDS)
        return -1;
    wchar_t *wide_name = edit->names[edit->name_count++] = widen(name);
    wchar_t *wide_help = edit->names[edit->name_count++] = widen(help);
    if (wide_name == NULL || wide_help == NULL)
        return -1;
    return el_wset(edit->editor, EL_ADDFN, wide_name, wide_help, line_edit_trampolines[command]);
}

int line_edit_bind(line_edit *edit, bool command_mode, const uint32_t *key, const char *name)
{
    wchar_t *wide_name = widen(name);
    if (wide_name == NULL)
        return -1;
    int result = command_mode ? el_wset(edit->editor, EL_BIND, L"-a", (const wchar_t *)key, wide_name, NULL)
                              : el_wset(edit->editor, EL_BIND, (const wchar_t *)key, wide_name, NULL);
    free(wide_name);
    return result;
}

void line_edit_set_editor(line_edit *edit, bool vi)
{
    el_wset(edit->editor, EL_EDITOR, vi ? L"vi" : L"emacs");
}

bool line_edit_is_vi(const line_edit *edit)
{
    const wchar_t *name = NULL;
    return el_wget(edit->editor, EL_EDITOR, &name) == 0 && name != NULL && wcscmp(name, L"vi") == 0;
}

bool line_edit_is_editing(const line_edit *edit)
{
    int editing = 0;
    return el_wget(edit->editor, EL_EDITMODE, &editing) == 0 && editing != 0;
}

void line_edit_set_prompt(line_edit *edit, const uint32_t *text)
{
    wchar_t *copy = wcsdup((const wchar_t *)text);
    if (copy == NULL)
        return;
    free(edit->prompt);
    edit->prompt = copy;
}

int line_edit_parse(line_edit *edit, const uint32_t *line)
{
    TokenizerW *tokenizer = tok_winit(NULL);
    if (tokenizer == NULL)
        return -1;
    int count = 0;
    const wchar_t **words = NULL;
    int result = tok_wstr(tokenizer, (const wchar_t *)line, &count, &words) == 0 ? 0 : -1;
    if (result == 0 && count > 0)
        result = el_wparse(edit->editor, count, words) == 0 ? 0 : -1;
    tok_wend(tokenizer);
    return result;
}

int line_edit_read(line_edit *edit)
{
    int count = 0;
    return el_wgets(edit->editor, &count) == NULL ? -1 : count;
}

const uint32_t *line_edit_text(line_edit *edit, size_t *count, size_t *cursor)
{
    const LineInfoW *line = el_wline(edit->editor);
    *count = (size_t)(line->lastchar - line->buffer);
    *cursor = (size_t)(line->cursor - line->buffer);
    return (const uint32_t *)line->buffer;
}

void line_edit_move(line_edit *edit, int distance) { el_cursor(edit->editor, distance); }

void line_edit_delete_before(line_edit *edit, int count) { el_deletestr(edit->editor, count); }

int line_edit_insert(line_edit *edit, const uint32_t *text)
{
    return el_winsertstr(edit->editor, (const wchar_t *)text);
}

int32_t line_edit_next_key(line_edit *edit)
{
    wchar_t key = 0;
    int result = el_wgetc(edit->editor, &key);
    return result == 1 ? (int32_t)key : result == 0 ? LINE_EDIT_END : LINE_EDIT_INTERRUPTED;
}

void line_edit_push(line_edit *edit, const uint32_t *keys)
{
    settle(edit);
    el_wpush(edit->editor, (const wchar_t *)keys);
}

void line_edit_prepare(line_edit *edit, bool raw) { el_wset(edit->editor, EL_PREP_TERM, raw ? 1 : 0); }

void line_edit_resize(line_edit *edit)
{
    el_resize(edit->editor);
    // libedit keeps the cursor's row, which its smaller picture may not have.
    el_wset(edit->editor, EL_REFRESH);
}

void line_edit_flush(line_edit *edit) { fflush(edit->drawn); }

void line_edit_redraw(line_edit *edit)
{
    el_wset(edit->editor, EL_REFRESH);
    fflush(edit->drawn);
}

void line_edit_use_utf8(void)
{
    if (setlocale(LC_CTYPE, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
}
