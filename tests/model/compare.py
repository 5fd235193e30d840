# SPDX-License-Identifier: Apache-2.0
"""The kernel (tests/host/model_driver.c) and the model, step by step."""
import contextlib
import os
import pathlib
import subprocess
import time
from typing import NamedTuple

from time_model import Times
from writ_model import Cap, K, Model, NotModelled, ROOT

DRIVER = ROOT / "build" / "host" / "tests" / "host" / "model_driver"
# A step of a deletion takes at most a thread and its four loans, and there are as many steps for
# what is deleted as for what dies with it.
EMPTIED_MAX = 2 * 5 * K.DESTROY_STEPS
PASS = "pass"   # in place of an actor: that much time passes


class Differs(AssertionError):
    """The kernel did what the model does not allow, or the driver's own checks failed."""


class Reply(NamedTuple):
    """What one line to the driver came to."""
    said: str            # "=", "restart", "gone", "stuck" or ""
    values: list         # after "=": r0, r2 .. r5
    changes: dict        # slot: Cap, or None
    dying: dict          # header: size
    threads: dict        # actor: (thread, context)


def call_line(actor, registers):
    """The line that makes a call."""
    return f"call {actor:x} " + " ".join(f"{r:x}" for r in registers)


class Kernel:
    """The driver's process."""
    def __init__(self, path=None):
        path = pathlib.Path(path or os.environ.get("WRIT_MODEL_DRIVER") or DRIVER)
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)

    def close(self):
        """Ends it."""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()
        self.process.stderr.close()

    def failed(self):
        """Its last words."""
        error = self.process.stderr.read().strip()[:4000]
        return Differs(f"the driver ended with status {self.process.wait(10)}: {error}")

    def ask(self, line):
        """One line, and what it says to it."""
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self.failed() from None
        said, values, changes, dying, threads = "", [], {}, {}, {}
        while True:
            words = self.process.stdout.readline().split()
            if not words:
                raise self.failed()
            if words == ["."]:
                return Reply(said, values, changes, dying, threads)
            numbers = [int(w, 16) for w in words[1:]]
            if words[0] == "+":
                changes[numbers[0]] = Cap(*numbers[1:])
            elif words[0] == "-":
                changes[numbers[0]] = None
            elif words[0] == "d":
                dying[numbers[0]] = numbers[1]
            elif words[0] == "t":
                threads[numbers[0]] = (numbers[1], numbers[2])
            else:
                said, values = words[0], numbers


class Pair:
    """The two, side by side: the first world's capabilities are the kernel's."""
    def __init__(self, kernel):
        self.kernel = kernel
        self.entries = self.restarts = self.refusals = 0
        self.reset()

    def reset(self):
        """The world as it was at first."""
        reply = self.kernel.ask("reset")
        self.threads = reply.threads
        times = Times({a: context for a, (_, context) in reply.threads.items()}, self.told_of_time)
        self.model = Model(reply.changes, times=times)
        self.root_slots = self.model.slots[self.threads[0][0]].object
        self.lines = []
        self.changed = False

    def runs(self, actor):
        """Are the actor's thread and its scheduling context still there?"""
        thread, context = self.threads[actor]
        owners = self.model.owners
        return (K.CAP_THREAD, thread) in owners and (K.CAP_SCHED_CONTEXT, context) in owners

    def told_of_time(self, actor):
        """Has the actor's thread an endpoint that is called when its time is up?"""
        cap = self.model.slots.get(self.threads[actor][0] + K.THREAD_SLOT_TIMEOUT)
        return cap is not None and cap.type == K.CAP_ENDPOINT and cap.rights & K.RIGHT_CALL != 0

    @property
    def times(self):
        """Time as the model has it."""
        return self.model.times

    def passes(self, n):
        """So many counts of the clock pass: who runs then, and how often the timer has interrupted."""
        self.lines.append((PASS, (n,)))
        reply, before = self.kernel.ask(f"pass {n:x}"), self.times.interrupts
        self.times.passes(n)
        current = self.times.current
        expected = [self.threads[current][0] if current is not None else 0, self.times.interrupts - before]
        expect(reply.values == expected and not reply.changes,
               f"pass {n:x}: thread and interrupts {reply.values}, expected {expected}")

    def step(self, actor, registers):
        """A call, or time that passes."""
        if actor == PASS:
            return self.passes(*registers)
        return self.call(actor, registers)

    def call(self, actor, registers):
        """One entry.  "done", "restart" or "stopped" (the actor cannot run, now or any more)."""
        line = call_line(actor, registers)
        outcome = self.model.entry(self.threads[actor][0], registers)
        could = self.times.turn(actor)
        self.lines.append((actor, tuple(registers)))
        reply = self.kernel.ask(line)
        self.entries += 1
        try:
            self.judge(actor, could, outcome, reply)
        except Differs as differs:
            raise Differs(f"{line}: {differs}") from None
        if reply.said == "restart":
            self.restarts += 1
        return {"=": "done", "restart": "restart"}.get(reply.said, "stopped")

    def judge(self, actor, could, outcome, reply):
        """The kernel's reply is one that the model allows; the model follows."""
        if not could:
            expect(reply.said == "stuck" and not reply.changes, f"{reply.said}, but the actor cannot run")
            return
        expect(reply.said in ("=", "restart", "gone"), f"{reply.said}, but the actor can run")
        complete = self.is_complete(outcome, reply)
        if reply.said == "=":
            self.judge_answer(outcome, reply, complete)
        elif reply.said == "restart" or not complete:
            self.judge_part(outcome, reply)
        self.judge_dying(outcome, reply, complete)
        emptied = sum(new is None for new in reply.changes.values())
        expect(emptied <= EMPTIED_MAX, f"one entry empties {emptied} slots")
        self.model.apply(reply.changes)
        self.model.dying = reply.dying
        self.changed = self.changed or bool(reply.changes)
        if outcome.given is not None and reply.said == "=":
            self.times.give(*outcome.given)
            self.changed = True
        self.times.follow(self.runs, lambda c: (K.CAP_SCHED_CONTEXT, c) in self.model.owners)
        expect(self.runs(actor) == (reply.said != "gone"), f"{reply.said}: does the actor go on?")

    def is_complete(self, outcome, reply):
        """Is that all that the call does?"""
        slots = self.model.slots
        changes = {s: new for s, new in outcome.changes.items() if slots.get(s) != new}
        return changes == reply.changes and not (outcome.empties and reply.dying)

    def judge_answer(self, outcome, reply, complete):
        """Status, argument, results, and exactly those changes."""
        expect(outcome.answer is not None, "done, but it is to be made again")
        expect(reply.values[0] == outcome.answer, f"answers {told(reply.values[0])}, "
               f"expected {told(outcome.answer)}")
        expect(complete, "changes "
               f"{difference(self.model.slots, outcome.changes, reply.changes)}, still emptied {reply.dying}")
        results = outcome.results() if callable(outcome.results) else outcome.results
        if results is not None:
            expect(tuple(reply.values[1:]) == results, f"results {reply.values[1:]}, expected {results}")
        self.refusals += outcome.answer != 0

    def judge_part(self, outcome, reply):
        """A part of the work, and nothing else."""
        work = outcome.work
        expect(work is not None, f"preempted, expected {told(outcome.answer)}")
        for slot, new in reply.changes.items():
            old = self.model.slots.get(slot)
            expect(old is not None, f"slot {slot:x} is filled by a preempted call")
            if slot == work.untyped:
                zeroed = new.word1 - work.start.word1
                expect(new == work.start._replace(word1=new.word1) and 0 < zeroed <= K.CLEAR_GRANULES
                       and new.word1 < work.need, f"slot {slot:x}: {new}")
                continue
            if new is None:
                expect(slot in work.gone, f"slot {slot:x} is emptied by a preempted call")
                continue
            # What is dying gives no right any more; mappings may have ended.
            may = {old}
            if slot in work.gone and old.owns:
                may |= {c._replace(rights=K.RIGHT_OWN) for c in may}
            if slot in work.unmapped:
                may |= {c._replace(word0=0, word1=0) for c in may}
            expect(new in may, f"slot {slot:x}: {new}, was {old}")

    def judge_dying(self, outcome, reply, complete):
        """CNodes are emptied only when their owners have gone."""
        may = dict(self.model.dying)
        for slot, new in reply.changes.items():
            old = self.model.slots.get(slot)
            if new is None and old.owns and old.type == K.CAP_CNODE:
                may[old.object] = old.size
        expect(reply.dying.items() <= may.items(), f"empties {reply.dying}")
        if not outcome.empties and complete and outcome.work is None:
            expect(reply.dying == self.model.dying, f"empties {reply.dying}, was {self.model.dying}")

    def compare(self):
        """All of the kernel's slots are the model's."""
        reply = self.kernel.ask("dump")
        expect(reply.changes == self.model.slots, "the dumps differ: "
               f"{difference({}, self.model.slots, reply.changes)}")


def expect(holds, what):
    """What is not so is a difference."""
    if not holds:
        raise Differs(what)


def told(answer):
    """r0 in words."""
    names = [name for name, value in vars(K).items() if name.startswith("STATUS_") and answer is not None
             and value == answer & 255]
    return f"{names[0]} of argument {answer >> 8}" if names else str(answer)


def difference(before, expected, got):
    """The slots where changes differ, a few of them."""
    slots = [s for s in sorted(expected.keys() | got.keys())
             if expected.get(s, before.get(s)) != got.get(s, before.get(s))]
    lines = [f"slot {s:x}: {got.get(s, before.get(s))}, expected {expected.get(s, before.get(s))}"
             for s in slots[:4]]
    return f"{len(slots)} slots: " + "; ".join(lines)


def fails(kernel_path, lines):
    """The lines that lead to a difference in a new world, with what differs; None if none does."""
    kernel = Kernel(kernel_path)
    pair = Pair(kernel)
    try:
        for actor, registers in lines:
            try:
                pair.step(actor, registers)
            except NotModelled:
                continue
        pair.compare()
    except Differs as differs:
        return pair.lines, str(differs)
    finally:
        kernel.process.kill()
        kernel.close()
    return None


def shrunk(kernel_path, lines, seconds=30):
    """A shorter run that fails too, found by leaving out."""
    best = fails(kernel_path, lines)
    if best is None:
        return lines, "not again"
    part, end = len(best[0]) // 2, time.monotonic() + seconds
    while part >= 1 and time.monotonic() < end:
        start = 0
        while start < len(best[0]) and time.monotonic() < end:
            found = fails(kernel_path, best[0][:start] + best[0][start + part:])
            if found is None:
                start += part
            else:
                best = found
        part //= 2
    return best
