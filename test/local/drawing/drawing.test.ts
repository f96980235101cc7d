import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drawMachine } from '#local/drawing/drawing.ts';
import { readGraph } from '#local/drawing/graph.ts';
import { lanesOf } from '#local/drawing/lanes.ts';
import { type Layout, placeScheme } from '#local/drawing/layout.ts';
import { schemeOf } from '#local/drawing/scheme.ts';
import { spread } from '#local/drawing/spread.ts';

const complaint = readFileSync(new URL('../../../workflows/complaint.asl.json', import.meta.url), 'utf8');

const small = JSON.stringify({
  Comment: 'A small one',
  StartAt: 'Ask',
  States: {
    Ask: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', Next: 'Sure?' },
    'Sure?': {
      Type: 'Choice',
      Choices: [{ Condition: '{% $sure = true %}', Next: 'Done' }],
      Default: 'Ask',
      Comment: 'Is it <sure>?',
    },
    Done: { Type: 'Succeed' },
  },
});

const drawn = (events?: unknown[]): string =>
  drawMachine(small, { title: 'Small', ...(events === undefined ? {} : { events }) });

const entered = (name: string) => ({ type: 'TaskStateEntered', stateEnteredEventDetails: { name } });

/** Whether two boxes of a layout lie on each other. */
function overlaps({ boxes }: Layout): string[] {
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter((b) => Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2)
      .map((b) => `${a.id} on ${b.id}`),
  );
}

describe('a drawing', () => {
  test('tells in words what it shows, and is safe as it stands', () => {
    const svg = drawn();
    expect(svg).toContain('<title id="machine-title">Small</title>');
    expect(svg).toContain('Sure?: Is it &lt;sure&gt;? Then Done if sure = true. Then Ask otherwise.');
    expect(svg).toContain('Done ends the execution.');
    expect(svg).not.toContain('<sure>');
  });

  test('shows the path that was taken, how often, and where it stands', () => {
    const svg = drawn([entered('Ask'), entered('Sure?'), entered('Ask')]);
    expect(svg).toContain('The path taken: Ask, Sure?, Ask.');
    expect(svg).toMatch(/class="state task waiting entered last"/);
    expect(svg).toContain('>×2</text>');
    expect(svg.match(/class="way[^"]* taken"/g)).toHaveLength(3); // the start, on to Sure?, back to Ask
    expect(svg).toMatch(/class="state succeed end"/);
  });

  test('of the complaint has every state and every way, none lost', () => {
    const { nodes, ways } = readGraph(complaint);
    const svg = drawMachine(complaint, { title: 'Complaint' });
    for (const name of nodes.keys()) expect(svg, name).toContain(`>${name}</text>`);
    const { arrows, signs } = schemeOf(readGraph(complaint));
    const signed = ways.filter(({ from, to }) =>
      signs.some((sign) => sign.to === to && [...sign.from, ...sign.otherwise].includes(from)),
    );
    expect(arrows.flatMap((arrow) => arrow.ways).length + signed.length).toBe(ways.length);
  });

  test('of the complaint lays no box on another, and its story stands in one column', () => {
    const layout = placeScheme(schemeOf(readGraph(complaint)));
    expect(overlaps(layout)).toEqual([]);
    const story = ['Receive', 'Classify', 'SureOfKind?', 'Assign', 'AwaitAnswer', 'Hear', 'WhichWay?', 'WhichRung?'];
    const columns = new Set(story.map((id) => Math.round(layout.boxes.find((box) => box.id === id)?.x ?? 0)));
    expect(columns.size).toBe(1);
    const labels = layout.arrows.flatMap(({ labelAt, lines }) =>
      labelAt === undefined ? [] : [{ ...labelAt, lines }],
    );
    const close = labels.filter((a) =>
      labels.some((b) => a !== b && Math.abs(a.x - b.x) < 60 && Math.abs(a.y - b.y) < 14),
    );
    expect(close).toEqual([]);
  });

  test('is the same for the same definition', () => {
    expect(drawn()).toBe(drawn());
  });

  test('is refused for what is no definition', () => {
    expect(() => drawMachine('{}', { title: 'None' })).toThrow(
      'expected a state machine definition with StartAt and States',
    );
  });
});

describe('lanes', () => {
  test('of arrows that go the same way lie over each other, the furthest uppermost', () => {
    const near = { key: 'near', gap: 0, above: 0, below: 50 };
    const far = { key: 'far', gap: 0, above: 10, below: 90 };
    const lanes = lanesOf([near, far]);
    expect([lanes.of(far), lanes.of(near), lanes.counts.get(0)]).toEqual([0, 1, 2]);
  });

  test('are shared by arrows that do not meet', () => {
    const lanes = lanesOf([
      { key: 'a', gap: 0, above: 0, below: 20 },
      { key: 'b', gap: 0, above: 100, below: 120 },
    ]);
    expect(lanes.counts.get(0)).toBe(1);
  });
});

describe('spreading', () => {
  test('keeps wishes that fit, and shares what does not', () => {
    const wishes = [0, 100, 100].map((at) => ({ at, weight: 1 }));
    expect(spread(wishes, [10, 10, 10], 10)).toEqual([0, 90, 110]);
  });
});
