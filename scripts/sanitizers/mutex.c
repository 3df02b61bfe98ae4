/*
 * Tells the thread sanitizer of contended locks of Swift's `Mutex`; scripts/sanitize loads it before the tests.
 *
 * The fast paths of a Mutex are compiled into its users, where the sanitizer sees them. Its slow paths are functions of the
 * runtime, which is built without the sanitizer: what one thread wrote before it gave up a contended lock would look unordered
 * for the next one. Each function here calls the runtime's, and tells the order that this makes.
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
