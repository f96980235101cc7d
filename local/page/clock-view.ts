import { Temporal } from 'temporal-polyfill';
import { escaped, type Html, zone } from './html.ts';

const MORNING = 9;

/** The clock as it stands or runs, with buttons to move it. They are forms, so they need no script. */
export function clockView({ now, isRunning }: { now: number; isRunning: boolean }): Html {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const day = here.toLocaleString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const morning = Temporal.Instant.fromEpochMilliseconds(nextMorning(now));
  return `<p class="clock"><time datetime="${new Date(now).toISOString()}"><span>${escaped(here.toPlainTime().toString({ smallestUnit: 'second' }))}</span> ${escaped(day)}, Seoul</time>
<span>The clock ${isRunning ? 'runs with real time' : 'stands still until it is moved'}.</span></p>
<div class="buttons">
${button('advance', 'PT1H', '1 hour on')}
${button('advance', 'P1D', '1 day on')}
${button('advance', 'P7D', '1 week on')}
${button('to', morning.toString(), 'To the next weekday, 9:00')}
${button('running', String(!isRunning), isRunning ? 'Let it stand' : 'Let it run')}
</div>
<p class="soft">Whatever falls due on the way happens: reminders, escalations, closings.</p>`;
}

/** The next Monday to Friday, 9:00 in Seoul; holidays are the template's own business. Epoch milliseconds. */
export function nextMorning(now: number): number {
  let at = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(zone)
    .with({ hour: MORNING, minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 });
  while (at.epochMilliseconds <= now || at.dayOfWeek > 5) at = at.add({ days: 1 });
  return at.epochMilliseconds;
}

function button(name: string, value: string, label: string): Html {
  return `<form method="post" action="/_local/page/clock"><input type="hidden" name="${name}" value="${escaped(value)}"><button type="submit">${escaped(label)}</button></form>`;
}
