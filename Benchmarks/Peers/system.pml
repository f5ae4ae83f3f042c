/*
 * Any system that Wakeline has, searched by Spin: a step is a choice among the successors that the generated code has
 * for a state, and the assertion is that its properties hold.
 */
c_decl {
\#define CHOICES 6
\#include "system.h"
};

c_state "unsigned char state[STATE_BYTES]" "Global"

#define CHOICE(i) :: d_step { c_expr { visits[depth].count > i } -> c_code { TAKE(i); } }

active proctype search()
{
	d_step { c_code { system_start(now.state); } };
end:
	do
	:: c_expr { VISIT_FINDS_A_FAULT } -> assert(false)
	CHOICE(0)
	CHOICE(1)
	CHOICE(2)
	CHOICE(3)
	CHOICE(4)
	CHOICE(5)
	od
}
