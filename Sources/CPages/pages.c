#include "CPages.h"

// The files themselves are part of the program: nothing is copied, and a changed page builds this file anew.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char tutorial[] = {
#embed "../../docs/tutorial.md"
};

static const unsigned char language[] = {
#embed "../../docs/language.md"
};

static const unsigned char statements[] = {
#embed "../../docs/statements.md"
};

static const unsigned char functions[] = {
#embed "../../docs/functions.md"
};

static const unsigned char commands[] = {
#embed "../../docs/commands.md"
};

static const unsigned char command_line[] = {
#embed "../../docs/command-line.md"
};

static const unsigned char prompt[] = {
#embed "../../docs/prompt.md"
};

static const unsigned char cookbook[] = {
#embed "../../docs/cookbook.md"
};

static const unsigned char testing[] = {
#embed "../../docs/testing.md"
};

static const unsigned char journal_and_reports[] = {
#embed "../../docs/journal-and-reports.md"
};

static const unsigned char rehearsing[] = {
#embed "../../docs/rehearsing.md"
};

static const unsigned char troubleshooting[] = {
#embed "../../docs/troubleshooting.md"
};

static const unsigned char codes[] = {
#embed "../../docs/codes.md"
};

static const unsigned char security[] = {
#embed "../../docs/security.md"
};

static const unsigned char install[] = {
#embed "../../docs/install.md"
};

static const unsigned char embedding[] = {
#embed "../../docs/embedding.md"
};

static const unsigned char grammar[] = {
#embed "../../grammar.md"
};

static const picket_page pages[] = {
    {"tutorial", tutorial, sizeof tutorial},
    {"language", language, sizeof language},
    {"statements", statements, sizeof statements},
    {"functions", functions, sizeof functions},
    {"language-commands", commands, sizeof commands},
    {"command-line", command_line, sizeof command_line},
    {"prompt", prompt, sizeof prompt},
    {"cookbook", cookbook, sizeof cookbook},
    {"testing", testing, sizeof testing},
    {"journal-and-reports", journal_and_reports, sizeof journal_and_reports},
    {"rehearsing", rehearsing, sizeof rehearsing},
    {"troubleshooting", troubleshooting, sizeof troubleshooting},
    {"codes", codes, sizeof codes},
    {"security", security, sizeof security},
    {"install", install, sizeof install},
    {"embedding", embedding, sizeof embedding},
    {"grammar", grammar, sizeof grammar},
};

size_t picket_page_count(void)
{
    return sizeof pages / sizeof pages[0];
}

const picket_page *picket_page_at(size_t place)
{
    return &pages[place];
}
