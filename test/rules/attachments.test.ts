import { describe, expect, it } from 'vitest';
import {
  type FoundFile,
  givenAttachments,
  keptName,
  largestFile,
  maskedName,
  refusedByContent,
  refusedByCount,
  shownAttachments,
  standingOf,
} from '#rules/attachments.ts';
import { contentDisposition } from '#rules/content-disposition.ts';
import { Attachment, AttachmentId, type FileType } from '#schemas/attachment.ts';
import type { Signal } from '#schemas/signal.ts';
import { at, signalOf } from '#test/functions/samples.ts';

const idOf = (index: number): AttachmentId => AttachmentId.parse(String(index).padStart(22, 'A'));
const MB = 1_048_576;

const found = (type: FileType, sizeBytes: number, index = 1): FoundFile => ({
  upload: { id: idOf(index), owner: 'caller app', name: 'a', sizeBytes, expiresAt: 1 },
  sizeBytes,
  type,
});
const named = { identity: 'named', by: 'petitioner' } as const;
const codeOf = (files: readonly FoundFile[], from: Parameters<typeof refusedByContent>[1] = named) =>
  refusedByContent(files, from)?.code;

describe('how many files and bytes are taken', () => {
  it.each([
    [10, undefined],
    [11, 'attachments-too-many'],
  ])('%i files: %s', (count, code) => {
    expect(refusedByCount(Array.from({ length: count }, (_, index) => idOf(index)))?.code).toBe(code);
  });

  it('each once', () => {
    expect(refusedByCount([idOf(1), idOf(2), idOf(1)])?.code).toBe('attachment-used');
  });

  it.each([
    ['jpg', 50 * MB, undefined],
    ['jpg', 50 * MB + 1, 'attachment-too-large'],
    ['m4a', 50 * MB + 1, 'attachment-too-large'],
    ['pdf', 50 * MB + 1, 'attachment-too-large'],
    ['mp4', 300 * MB, undefined],
    ['mp4', 300 * MB + 1, 'attachment-too-large'],
  ] as const)('one %s of %i bytes: %s', (type, size, code) => {
    expect(codeOf([found(type, size)])).toBe(code);
  });

  it('500 MB in all', () => {
    const films = [found('mp4', 300 * MB, 1), found('mp4', 200 * MB, 2)];
    expect(codeOf(films)).toBeUndefined();
    expect(codeOf([...films, found('jpg', 1, 3)])).toBe('attachment-too-large');
    expect(largestFile).toBe(300 * MB);
  });

  it('what is nothing that is taken is named by its place, with what was expected', () => {
    const file = { upload: found('jpg', 1, 7).upload, sizeBytes: 1, fault: 'is a zip' };
    expect(refusedByContent([found('jpg', 1), file], named)).toEqual({
      code: 'attachment-type',
      message: `attachments/1 (${idOf(7)}) is a zip; by its content it must be one of jpg, png, webp, heic, m4a, mp3, wav, amr, ogg, mp4, mov, webm, pdf, docx, xlsx, pptx, doc, xls, ppt, hwp, hwpx`,
    });
  });
});

describe('whoever is protected', () => {
  it.each([
    ['named', 'petitioner', undefined],
    ['protected', 'petitioner', 'attachment-tells-who'],
    ['anonymous', 'petitioner', 'attachment-tells-who'],
    ['protected', 'city', undefined],
  ] as const)('sends nothing that tells who made it: %s, by the %s: %s', (identity, by, code) => {
    expect(codeOf([found('hwp', 1)], { identity, by })).toBe(code);
    expect(codeOf([found('jpg', 1)], { identity, by })).toBeUndefined();
  });

  const attachment = Attachment.parse({
    id: idOf(1),
    by: 'petitioner',
    place: 2,
    name: '홍길동.jpg',
    type: 'jpg',
    sizeBytes: 9,
    at,
  });
  const cleaned = { ...attachment, cleaned: { at, sizeBytes: 5 } };
  const withheld = { ...attachment, withheld: { at, reason: 'it is broken' } };

  it.each([
    ['named', attachment, 'as-it-came'],
    ['protected', attachment, 'being-cleaned'],
    ['anonymous', attachment, 'being-cleaned'],
    ['protected', { ...attachment, by: 'city' }, 'as-it-came'],
    ['protected', cleaned, 'cleaned'],
    ['protected', withheld, 'withheld'],
  ] as const)('%s: %#', (identity, one, standing) => {
    expect(standingOf({ identity }, one)).toBe(standing);
  });

  it('is not named by a file', () => {
    expect(shownAttachments({ identity: 'named' }, [attachment])[0]?.name).toBe('홍길동.jpg');
    expect(shownAttachments({ identity: 'protected' }, [cleaned])[0]).toMatchObject({
      name: 'attachment-2.jpg',
      sizeBytes: 5,
    });
    expect(maskedName({ signal: 4, place: 1, type: 'png' })).toBe('attachment-4-1.png');
  });
});

describe('files of an answer', () => {
  const file = (by: 'petitioner' | 'city', signal?: number) => ({ by, ...(signal === undefined ? {} : { signal }) });
  const files = [file('petitioner'), file('petitioner', 1), file('city', 2)];
  const later = '2026-11-24T00:00:00.000Z' as typeof at;
  const draft: Signal = { ...signalOf(2, { kind: 'answer', text: '답' }), status: 'applied' };
  const approval: Signal = { ...signalOf(3, { kind: 'approval', draft: 2 }), at: later, status: 'applied' };
  const answer = { round: 1, text: '답', at: later, by: 'official-1', isLate: false } as const;

  it('are the city’s own until the answer is given', () => {
    expect(givenAttachments(files, { signals: [draft], answers: [] })).toEqual(files.slice(0, 2));
    expect(givenAttachments(files, { signals: [{ ...draft, status: 'refused' }], answers: [] })).toHaveLength(2);
  });

  it('are the petitioner’s when it is given, at once or by approval', () => {
    const given = { ...answer, at } as never;
    expect(givenAttachments(files, { signals: [draft], answers: [given] })).toEqual(files);
    expect(givenAttachments(files, { signals: [draft, approval], answers: [answer as never] })).toEqual(files);
  });
});

describe('the name of a file', () => {
  it.each([
    ['a.jpg', 'jpg', 'a.jpg'],
    ['A.JPEG', 'jpg', 'A.JPEG'],
    ['photo.exe', 'jpg', 'photo.exe.jpg'],
    ['../../etc/passwd', 'pdf', 'passwd.pdf'],
    ['C:\\Users\\kim\\사진.png', 'png', '사진.png'],
    ['gpj.\u202Eexe', 'jpg', 'gpj.exe.jpg'],
    ['a\r\nSet-Cookie: x.jpg', 'jpg', 'aSet-Cookie x.jpg'],
    [' .. ', 'hwp', 'attachment.hwp'],
    ['한글.hwp', 'hwp', '한글.hwp'],
    ['x'.repeat(300), 'jpg', `${'x'.repeat(120)}.jpg`],
  ] as const)('%j of a %s is kept as %j', (name, type, kept) => {
    expect(keptName(name, type)).toBe(kept);
  });

  it.each([
    ['a.jpg', `attachment; filename="a.jpg"; filename*=UTF-8''a.jpg`],
    ['사진 (1).jpg', `attachment; filename="__ (1).jpg"; filename*=UTF-8''%EC%82%AC%EC%A7%84%20%281%29.jpg`],
    [`a"\\%'b.jpg`, `attachment; filename="a___'b.jpg"; filename*=UTF-8''a%22%5C%25%27b.jpg`],
    ['\uD800.jpg', `attachment; filename="_.jpg"; filename*=UTF-8''_.jpg`],
    ['a\r\nb', `attachment; filename="a__b"; filename*=UTF-8''a%0D%0Ab`],
  ])('%j goes out as %s', (name, header) => {
    expect(contentDisposition(name)).toBe(header);
  });
});
