import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complaintNumber, parseComplaintNumber, serialCount } from '#rules/complaint-number.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { SeoulDate } from '#schemas/instant.ts';

const receivedOn = SeoulDate.parse('2026-11-23');
const anySerial = fc.integer({ min: 0, max: serialCount - 1 });
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const first = complaintNumber({ receivedOn, serial: 0 });

describe('a complaint number', () => {
  it('has its day, six symbols and a check symbol', () => {
    expect(first).toMatch(/^20261123-000000-[0-9A-Z]$/);
    expect(complaintNumber({ receivedOn, serial: serialCount - 1 })).toMatch(/^20261123-ZZZZZZ-[0-9A-Z]$/);
  });

  it('never has a letter that is misread: I, L, O, U', () => {
    fc.assert(
      fc.property(anySerial, (serial) => {
        expect(ComplaintNumber.parse(complaintNumber({ receivedOn, serial }))).not.toMatch(/[ILOU]/);
      }),
    );
  });

  it.each([-1, 0.5, serialCount, Number.NaN])('refuses the serial %d', (serial) => {
    expect(() => complaintNumber({ receivedOn, serial })).toThrow(`serial ${serial} is not a whole number`);
  });
});

describe('reading a complaint number', () => {
  it('gives number and day, however it was typed', () => {
    fc.assert(
      fc.property(anySerial, (serial) => {
        const number = complaintNumber({ receivedOn, serial });
        const spoken = number.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
        for (const typed of [number, spoken, number.replaceAll('-', ''), ` ${number.replaceAll('1', 'I')} `]) {
          expect(parseComplaintNumber(typed), typed).toEqual({ number, receivedOn });
        }
      }),
    );
  });

  it('refuses every single wrong symbol and every swap of neighbours', () => {
    fc.assert(
      fc.property(anySerial, (serial) => {
        const symbols = [...complaintNumber({ receivedOn, serial }).replaceAll('-', '')];
        symbols.forEach((symbol, place) => {
          for (const other of alphabet) {
            const wrong = symbols.with(place, other).join('');
            if (other !== symbol) expect(parseComplaintNumber(wrong), wrong).toBeUndefined();
          }
          const neighbour = symbols[place + 1];
          if (neighbour === undefined || neighbour === symbol) return;
          const swapped = symbols
            .with(place, neighbour)
            .with(place + 1, symbol)
            .join('');
          expect(parseComplaintNumber(swapped), swapped).toBeUndefined();
        });
      }),
      { numRuns: 50, seed: 20261121 },
    );
  });

  it.each(['', '20261123', `${first}0`, '20261332-000000-0', 'hello-world', '20261123-00U000-0', `${first}\u0000`])(
    'refuses %j',
    (text) => {
      expect(parseComplaintNumber(text)).toBeUndefined();
    },
  );
});
