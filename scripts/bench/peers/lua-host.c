/* What a host pays for scripts in Lua, through its C interface: the peer of Tests/HostBenchmark.
 *
 * Prints one line a figure, `name: SECONDS seconds` or `name: COUNT KB`, under the names of HostBenchmark. */

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static long printed, events;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static int print(lua_State *state) {
    size_t length;
    luaL_tolstring(state, 1, &length);
    printed += length;
    return 0;
}

static int soon(lua_State *state) {
    lua_pushinteger(state, 1);
    return 1;
}

static int later(lua_State *state) { return lua_yield(state, 0); }

static void note(lua_State *state, lua_Debug *activation) {
    lua_getinfo(state, "Sl", activation);
    events += 1;
}

static void fail(lua_State *state) {
    fprintf(stderr, "lua-host: %s\n", lua_tostring(state, -1));
    exit(1);
}

static lua_State *library(void) {
    lua_State *state = luaL_newstate();
    if (!state) exit(1);
    luaL_openlibs(state);
    lua_register(state, "print", print);
    lua_register(state, "soon", soon);
    lua_register(state, "later", later);
    return state;
}

/* Leaves the compiled text on the stack. */
static void compile(lua_State *state, const char *text) {
    if (luaL_loadstring(state, text) != LUA_OK) fail(state);
}

static void call(lua_State *state) {
    lua_pushvalue(state, -1);
    if (lua_pcall(state, 0, 0, 0) != LUA_OK) fail(state);
}

/* A run as a coroutine, whose commands are answered from outside. */
static void resume(lua_State *state) {
    lua_State *run = lua_newthread(state);
    lua_pushvalue(state, -2);
    lua_xmove(state, run, 1);
    int results, given = 0, status;
    while ((status = lua_resume(run, state, given, &results)) == LUA_YIELD) {
        lua_pop(run, results);
        lua_pushinteger(run, 1);
        given = 1;
    }
    if (status != LUA_OK) fail(run);
    lua_pop(state, 1);
}

static void from_text(lua_State *none) {
    (void)none;
    lua_State *state = library();
    if (luaL_dostring(state, "print(1)") != LUA_OK) fail(state);
    lua_close(state);
}

/* The shortest of five series, because other programs only make one longer. */
static void report(const char *name, int rounds, void (*body)(lua_State *), lua_State *state) {
    double best = 1e9;
    for (int i = 0; i < rounds / 10; i++) body(state);
    for (int series = 0; series < 5; series++) {
        double start = now();
        for (int i = 0; i < rounds / 5; i++) body(state);
        double time = (now() - start) / (rounds / 5);
        if (time < best) best = time;
    }
    printf("%s: %.9g seconds\n", name, best);
}

static long resident(void) {
    long total, pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%ld %ld", &total, &pages) != 2) exit(1);
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

static void measure_memory(void) {
    enum { count = 2000 };
    static lua_State *states[count];
    long before = resident();
    for (int i = 0; i < count; i++) {
        states[i] = library();
        compile(states[i], "print('begun') later()");
        int results;
        if (lua_resume(states[i], NULL, 0, &results) != LUA_YIELD) fail(states[i]);
    }
    printf("memory of a live run: %ld KB\n", (resident() - before) / count / 1024);
    for (int i = 0; i < count; i++) lua_close(states[i]);
}

int main(void) {
    lua_State *state = library();
    compile(state, "print(1)");
    report("a run of `print 1`, synchronous", 100000, call, state);
    report("a run of `print 1`, asynchronous", 100000, resume, state);
    report("new library, check and run of `print 1`", 20000, from_text, NULL);
    compile(state, "for i = 1, 1000 do soon() end");
    report("1,000 commands", 2000, call, state);
    compile(state, "for i = 1, 1000 do later() end");
    report("1,000 asynchronous commands", 500, resume, state);
    lua_pop(state, 1);
    lua_sethook(state, note, LUA_MASKCALL | LUA_MASKRET, 0);
    report("1,000 commands with events", 1000, call, state);
    lua_sethook(state, NULL, 0, 0);
    lua_close(state);
    measure_memory();
    if (!printed || !events) return 1;
    return 0;
}
