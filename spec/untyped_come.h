// SPDX-License-Identifier: Apache-2.0
/*
 * What comes with new objects, said of the two states: the premise of
 * untyped_survive.h.  ACSL only.
 */
#ifndef WRIT_SPEC_UNTYPED_COME_H
#define WRIT_SPEC_UNTYPED_COME_H

#include "untyped.h"

/*@ // The list of dying CNodes is what it was.
    predicate dying_same{L1, L2} =
      \at(kernel.dying, L2) == \at(kernel.dying, L1) && \at(dying_count, L2) == \at(dying_count, L1)
      && (\forall integer g; 0 <= g < GRANULES ==> \at(dying_map[g], L2) == \at(dying_map[g], L1))
      && (\forall integer i; 0 <= i < GRANULES ==> \at(dying_stack[i], L2) == \at(dying_stack[i], L1))
      && (\forall integer c; 0 <= c < GRANULES ==> \at(dying_index[c], L2) == \at(dying_index[c], L1));

    // Empty slots that lie neither in a thread nor in a dying CNode.
    predicate slots_free{L}(integer s, integer n) =
      \forall integer i; s <= i < s + n ==>
        is_null{L}(i) && !in_thread{L}(i) && owner_map[i] != 0 && dying_map[i] == 0;

    // What a dying CNode says is empty, and slot 0 of any CNode, is empty and none of [s, s + n).
    predicate emptied_apart{L}(integer s, integer n) =
      \forall integer c, g; is_header{L}(c) && c <= g < c + slot_window[c].word0 ==>
        is_null{L}(g) && !(s <= g < s + n);

    predicate heads_apart{L}(integer s, integer n) =
      \forall integer v; is_object_cap{L}(v) && slot_window[v].type == CAP_CNODE ==>
        is_null{L}(slot_window[v].object) && !(s <= slot_window[v].object < s + n);

    // Where a CNode begins there is a slot.
    predicate heads_slots{L} =
      \forall integer v; is_object_cap{L}(v) && slot_window[v].type == CAP_CNODE ==>
        is_slot{L}(slot_window[v].object);

    // What a capability to an object covers is of a type.
    predicate covered_typed{L} =
      \forall integer v, g; is_object_cap{L}(v) && covers{L}(v, g) ==>
        0 <= g < LINE_END && type_map[g] != CAP_UNTYPED;

    predicate covered_first{L} =
      \forall integer v; is_object_cap{L}(v) ==> covers{L}(v, slot_window[v].object);

    // Before: all is in order, and the slots [s, s + n) and the memory [a, b) of u are free.
    predicate room{L}(integer u, integer s, integer n, integer a, integer b) =
      accounts{L} && whole_threads{L} && covered_typed{L} && covered_first{L}
      && slots_free{L}(s, n) && emptied_apart{L}(s, n) && heads_apart{L}(s, n)
      && 0 < s && s + n <= GRANULES && 0 < a && b <= DEVICE_END
      && is_untyped{L}(u) && slot_window[u].object <= a && b <= end{L}(u)
      && (\forall integer g; a <= g < b ==> type_map[g] == CAP_UNTYPED);

    // The slots [s, s + n) hold objects of that type, made of u, and own all of [a, b).
    predicate owners_new{L}(integer u, integer s, integer n, integer type, integer a, integer b) =
      (\forall integer v; s <= v < s + n ==> is_live{L}(v) && slot_window[v].type == type
         && slot_window[v].word0 == 0
         && slot_window[u].object <= slot_window[v].object && end{L}(v) <= end{L}(u))
      && (type != CAP_UNTYPED ==> owned{L}(s, n, a, b)
          && \forall integer v; s <= v < s + n ==> owns{L}(v)
               && covers{L}(v, slot_window[v].object) && owner_map[slot_window[v].object] == v);

    // Only [a, b) changed types and owners, if it is an object now.
    predicate owners_but{L1, L2}(integer type, integer a, integer b) =
      \forall integer g; 0 <= g < LINE_END && (!(a <= g < b) || type == CAP_UNTYPED) ==>
        \at(type_map[g], L2) == \at(type_map[g], L1)
        && \at(owner_map[g], L2) == \at(owner_map[g], L1);

    // Threads have the buffers that they had; new ones have none.
    predicate buffers_stay{L1, L2} =
      (\forall integer t; is_thread{L1}(t) ==> is_thread{L2}(t)
         && \at(thread_window[t].buffer, L2) == \at(thread_window[t].buffer, L1))
      && (\forall integer t; is_thread{L2}(t) ==> is_thread{L1}(t)
         || \at(thread_window[t].buffer, L2) == 0);

    // Objects of that type, made of [a, b), which u covers, came into the slots [s, s + n).
    predicate objects_come{L1, L2}(integer u, integer s, integer n, integer type, integer a, integer b) =
      room{L1}(u, s, n, a, b) && shapes{L2} && heads_slots{L2}
      && filled{L1, L2}(u, s, n) && owners_new{L2}(u, s, n, type, a, b)
      && owners_but{L1, L2}(type, a, b) && new_threads{L1, L2}(a, b) && buffers_stay{L1, L2}
      && dying_same{L1, L2};
*/
#endif
