// SPDX-License-Identifier: Apache-2.0
/* Whose the FPU is: see fpu.h. */
#include "fpu.h"
#include "machine.h"

void fpu_take(uint32_t t)
{
	machine_fpu_enable(1);
	if (kernel.fpu != 0)
		machine_fpu_save(kernel.fpu);
	machine_fpu_load(t);
	kernel.fpu = t;
}

void fpu_drop(uint32_t t)
{
	if (kernel.fpu == t) {
		kernel.fpu = 0;
		machine_fpu_enable(0);
	}
}

void fpu_switch(uint32_t t)
{
	if (kernel.fpu != 0)
		machine_fpu_enable(kernel.fpu == t);
}
