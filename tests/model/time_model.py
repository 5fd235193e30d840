# SPDX-License-Identifier: Apache-2.0
"""What time is, written a second time: budgets, who runs of the two actors, and the timer.

From docs/manual.md and spec/, as writ_model.py.  Times are counts of the machine's clock,
which goes on in `pass` lines only.  A stretch of running begins when a thread is chosen, and when
what it had is used up; what was used of a stretch comes back one period after its
beginning.  The actors have one priority and take turns.
"""
from writ_model import K

CLOCK = 1_000_000    # counts a second: FAKE_CLOCK of tests/host/machine_fake.h
ROOT_SLICE, OTHER_SLICE = 5000, 1000
REFILLS = 8
NEVER = (1 << 64) - 1


def counts(microseconds):
    """As counts of the clock."""
    return microseconds * CLOCK // 1_000_000


class Context:
    """A scheduling context: with a period, `left` and all refills are always the budget.  Of a slice that
    is used up one count is left until the timer's interrupt begins the next."""
    def __init__(self):
        self.budget = self.period = self.left = self.consumed = 0
        self.refills = []     # [when, how much], the first to come first

    def give(self, budget, period):
        """So much in each period, all of it now; period 0: a time slice."""
        self.budget = self.left = counts(budget)
        self.period = counts(period)
        self.refills = []

    def use(self, used, began):
        """It ran for so long, since then."""
        self.consumed += used
        if self.period == 0:
            self.left = self.left - used if used < self.left else 1
            return
        used = min(used, self.left + self.budget)
        if used == 0:
            return
        if len(self.refills) == REFILLS:
            used_before = self.refills.pop()[1]
            self.refills.append([began + self.period, used_before + used])
        else:
            self.refills.append([began + self.period, used])
        self.left -= used

    def collect(self, now):
        """What has come until now."""
        while self.refills and self.refills[0][0] <= now:
            self.left += self.refills.pop(0)[1]

    @property
    def starved(self):
        """Was it given time, and is none left?"""
        return self.budget != 0 and self.left <= 0


class Times:
    """The contexts by their object, and which actor runs."""
    def __init__(self, actors, handled):
        self.actors = actors          # actor: its context's object, as long as it runs
        self.handled = handled        # has the actor somebody who is told when its time is up?
        self.stopped = set()          # actors that wait for the answer to that: nobody gives it
        self.contexts = {}
        self.clock = self.started = self.interrupts = 0
        self.current = 0              # an actor, None while nobody runs
        self.charged = actors[0]
        self.waiting = []             # contexts, by how long they wait
        self.alarm = ROOT_SLICE
        self.context(actors[0]).give(ROOT_SLICE, 0)
        self.context(actors[1]).give(OTHER_SLICE, 0)

    def context(self, number):
        """A context, new if it was never named."""
        return self.contexts.setdefault(number, Context())

    def ready(self, actor):
        """Can the actor run now?"""
        return actor in self.actors and actor not in self.stopped and self.context(self.actors[actor]).left > 0

    def first(self):
        """The refill that comes first, and whose; of equals, who has waited longer."""
        return min(((self.contexts[c].refills[0][0], c) for c in self.waiting), key=lambda pair: pair[0],
                   default=(NEVER, 0))

    def alarm_set(self):
        """For the end of who runs or the first refill."""
        end = self.started + self.contexts[self.charged].left if self.charged else NEVER
        self.alarm = min(end, self.first()[0])

    def starve(self, number):
        """It waits for its refill, if nothing is left."""
        if self.contexts[number].starved:
            self.waiting.append(number)

    def spend(self):
        """The time that passed is charged to whose it was."""
        context = self.contexts[self.charged]
        context.collect(self.clock)
        context.use(self.clock - self.started, self.started)
        self.started = self.clock
        if context.left <= 0:
            context.collect(self.clock)
        self.starve(self.charged)

    def choose(self, actor):
        """The actor runs from now on, or nobody."""
        self.current = actor
        number = self.actors[actor] if actor is not None else 0
        if number == self.charged:
            return
        if self.charged:
            self.spend()
        self.charged, self.started = number, self.clock
        self.alarm_set()

    def rest(self):
        """Who runs if the running actor does not: None if nobody can."""
        return next((a for a in sorted(self.actors) if a != self.current and self.ready(a)), None)

    def turn(self, actor):
        """The others yield until the actor runs; False if it cannot."""
        if not self.ready(actor):
            return False
        self.choose(actor)
        return True

    def interrupt(self):
        """The timer's."""
        self.interrupts += 1
        ended = self.charged != 0 and self.clock - self.started >= self.contexts[self.charged].left
        if ended:
            self.spend()
        if ended and self.contexts[self.charged].period == 0:
            self.contexts[self.charged].left = self.contexts[self.charged].budget
        due, number = self.first()
        if number and due <= self.clock:
            self.waiting.remove(number)
            self.contexts[number].collect(self.clock)
            self.starve(number)
        if self.charged and self.contexts[self.charged].starved:
            self.charged = 0
        self.alarm_set()
        if self.current is not None and not self.ready(self.current) and self.handled(self.current):
            self.stopped.add(self.current)
        rest = self.rest()
        if self.current is None or not self.ready(self.current) or (ended and rest is not None):
            self.choose(rest)
        else:
            self.choose(self.current)

    def passes(self, n):
        """So many counts pass."""
        end = self.clock + n
        while self.alarm <= end:
            self.clock = max(self.clock, self.alarm)
            self.interrupt()
        self.clock = end

    def consumed(self, number):
        """What was used in all, up to now."""
        running = self.clock - self.started if number == self.charged else 0
        return self.context(number).consumed + running

    def room(self, number):
        """May it have a period?"""
        return self.context(number).period != 0 or sum(
            c.period != 0 for c in self.contexts.values()) < K.RELEASES - 1

    def give(self, number, budget, period):
        """SCHED_CONTEXT_CONFIGURE.  What the context has run is charged first."""
        if number == self.charged:
            self.spend()
        if number in self.waiting:
            self.waiting.remove(number)
        self.context(number).give(budget, period)
        if number == self.charged:
            self.charged = 0
        self.choose(self.current)

    def follow(self, runs, exists):
        """What an entry leaves: actors that run no more, contexts that are no more."""
        self.actors = {a: c for a, c in self.actors.items() if runs(a)}
        self.contexts = {c: context for c, context in self.contexts.items() if exists(c)}
        self.waiting = [c for c in self.waiting if exists(c)]
        if self.charged not in self.contexts:
            self.charged = 0
        if self.current is None or not self.ready(self.current):
            rest = self.rest()
            self.choose(rest)
