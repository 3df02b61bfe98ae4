// Checks of the C interface. Each returns how many of its conditions do not hold, and prints them.
#ifndef CINTERFACE_H
#define CINTERFACE_H

int check_use(void);
int check_misuse(void);
int check_threads(void);
int check_hooks(void);

#endif
