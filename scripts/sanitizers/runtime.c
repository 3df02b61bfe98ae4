/*
 * Tells the thread sanitizer what Swift's runtime, which is built without it, makes sure of; scripts/sanitize loads this
 * library before the tests. Without it, what one thread or task hands over to another one looks unordered.
 *
 * - Tasks: the runtime itself tells of each hand-over, if it is told that there is a sanitizer. The sanitizer's call for that
 *   reaches only the program's own weak function, because the program contains the sanitizer.
 * - Contended locks of Swift's `Mutex`: its fast paths are compiled into its users, where the sanitizer sees them, and its slow
 *   paths are functions of the runtime. Each function here calls the runtime's, and tells the order that this makes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

void __tsan_acquire(void *address) __attribute__((weak));
void __tsan_release(void *address) __attribute__((weak));

__attribute__((constructor)) static void tell_of_the_sanitizer(void)
{
    void (*tell)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "__tsan_on_initialize");
    if (tell && __tsan_acquire) tell();
}

SWIFT void lock_slowly(uint32_t thread, SELF self) __asm__(LOCK);
SWIFT bool try_lock_slowly(SELF self) __asm__(TRY_LOCK);
SWIFT void unlock_slowly(SELF self) __asm__(UNLOCK);

SWIFT void lock_slowly(uint32_t thread, SELF self)
{
    static SWIFT void (*next)(uint32_t, SELF);
    if (!next) next = (SWIFT void (*)(uint32_t, SELF))dlsym(RTLD_NEXT, LOCK);
    next(thread, self);
    if (__tsan_acquire) __tsan_acquire(self);
}

SWIFT bool try_lock_slowly(SELF self)
{
    static SWIFT bool (*next)(SELF);
    if (!next) next = (SWIFT bool (*)(SELF))dlsym(RTLD_NEXT, TRY_LOCK);
    bool is_locked = next(self);
    if (is_locked && __tsan_acquire) __tsan_acquire(self);
    return is_locked;
}

SWIFT void unlock_slowly(SELF self)
{
    static SWIFT void (*next)(SELF);
    if (!next) next = (SWIFT void (*)(SELF))dlsym(RTLD_NEXT, UNLOCK);
    if (__tsan_release) __tsan_release(self);
    next(self);
}
