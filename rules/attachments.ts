import type { Answer } from '#schemas/answer.ts';
import type { Attachment, FileKind, FileType, Upload } from '#schemas/attachment.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { RefusalCode } from '#schemas/errors.ts';
import type { Signal } from '#schemas/signal.ts';
import { livesApart } from './people/protection.ts';
import table from './tables/attachments.json' with { type: 'json' };

/** How long an address takes an upload, and how long afterwards it can be filed, in seconds. */
export const { uploadSeconds, fileWithinSeconds } = table;

/** The most bytes that any file may have. */
export const largestFile: number = Math.max(...Object.values(table.kinds).map(({ mostBytes }) => mostBytes));

/** What is known of a type of file. `instead`: what a protected reporter sends in its place; none where its traces can be removed. */
export type TypeFacts = {
  readonly kind: FileKind;
  readonly media: string;
  readonly endings: readonly string[];
  readonly instead: string | undefined;
};

/** What is known of a type of file. */
export function typeFacts(type: FileType): TypeFacts {
  const { kind, media, endings, instead } = table.types[type];
  return { kind: kind as FileKind, media, endings, instead: instead ?? undefined };
}

/** An upload as it was found in the store: its size and what its bytes say; or why it is none of the types that are taken. */
export type FoundFile =
  | { readonly upload: Upload; readonly sizeBytes: number; readonly type: FileType }
  | { readonly upload: Upload; readonly sizeBytes: number; readonly fault: string };

/** Why files are not taken. */
export type FileRefusal = { readonly code: RefusalCode; readonly message: string };

const every = Object.keys(table.types).join(', ');

/** Why so many cannot be filed at once, before anything is known of them; `undefined` if they can. */
export function refusedByCount(ids: readonly string[]): FileRefusal | undefined {
  if (ids.length > table.mostFiles) {
    return { code: 'attachments-too-many', message: `${ids.length} attachments, at most ${table.mostFiles} are taken` };
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return undefined;
  return { code: 'attachment-used', message: `attachment ${twice} stands here twice, each is filed once` };
}

/**
 * Why what was uploaded cannot be filed; `undefined` if it can. Names the first file at fault by its place and id, and what was
 * expected.
 *
 * @param identity of the complaint: whoever asked for protection sends nothing whose traces cannot be removed
 */
export function refusedByContent(
  found: readonly FoundFile[],
  { identity, by }: Pick<Complaint, 'identity'> & Pick<Attachment, 'by'>,
): FileRefusal | undefined {
  for (const [index, file] of found.entries()) {
    const which = `attachments/${index} (${file.upload.id})`;
    if ('fault' in file) {
      return { code: 'attachment-type', message: `${which} ${file.fault}; by its content it must be one of ${every}` };
    }
    const { kind, instead } = typeFacts(file.type);
    const { mostBytes } = table.kinds[kind];
    if (file.sizeBytes > mostBytes) {
      const message = `${which} is a ${kind} of ${file.sizeBytes} bytes, at most ${mostBytes} are taken`;
      return { code: 'attachment-too-large', message };
    }
    if (by === 'petitioner' && livesApart({ identity }) && instead !== undefined) {
      const message = `${which} is ${file.type}, which can tell who made it: nobody can remove that for sure. Send it as ${instead}`;
      return { code: 'attachment-tells-who', message };
    }
  }
  const inAll = found.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (inAll <= table.mostBytesInAll) return undefined;
  const message = `the attachments have ${inAll} bytes in all, at most ${table.mostBytesInAll} are taken`;
  return { code: 'attachment-too-large', message };
}

/** The name under which a file of somebody who is protected is shown: the one they gave can name them. */
export function maskedName({ signal, place, type }: Pick<Attachment, 'signal' | 'place' | 'type'>): string {
  return `attachment-${signal === undefined ? '' : `${signal}-`}${place}.${type}`;
}

/** The name under which a file is kept: without paths and signs that mislead, and with an ending that says what it is. */
export function keptName(name: string, type: FileType): string {
  const plain = name
    .normalize('NFC')
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{C}<>:"|?*\u2028\u2029]/gu, '')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 120);
  const { endings } = typeFacts(type);
  const ending = /\.([^.]+)$/.exec(plain)?.[1]?.toLowerCase();
  if (plain === '') return `attachment.${type}`;
  return ending !== undefined && endings.includes(ending) ? plain : `${plain}.${type}`;
}

/** Whether what a file tells about its maker has to be removed before anybody gets it. */
export const mustBeClean = (complaint: Pick<Complaint, 'identity'>, { by }: Pick<Attachment, 'by'>): boolean =>
  by === 'petitioner' && livesApart(complaint);

/** How an attachment stands: to be had as it came, to be had clean, not yet, or never. */
export type Standing = 'as-it-came' | 'cleaned' | 'being-cleaned' | 'withheld';

/** How an attachment of the complaint stands, as it is or will be when all that was said is heard. */
export function standingOf(complaint: Pick<Complaint, 'identity'>, attachment: Attachment): Standing {
  if (attachment.cleaned !== undefined) return 'cleaned';
  if (attachment.withheld !== undefined) return 'withheld';
  return mustBeClean(complaint, attachment) ? 'being-cleaned' : 'as-it-came';
}

/** An attachment as it is shown to whoever sees the case. */
export type ShownAttachment = Omit<Attachment, 'place' | 'cleaned' | 'withheld'> & {
  readonly kind: FileKind;
  readonly standing: Standing;
  readonly reason: string | undefined;
};

/** The attachments of a complaint as they are shown, in the order they came. */
export function shownAttachments(
  complaint: Pick<Complaint, 'identity'>,
  attachments: readonly Attachment[],
): ShownAttachment[] {
  return attachments.map((attachment) => {
    const { id, by, signal, type, at, cleaned, withheld } = attachment;
    return {
      id,
      by,
      signal,
      name: mustBeClean(complaint, attachment) ? maskedName(attachment) : attachment.name,
      type,
      kind: typeFacts(type).kind,
      sizeBytes: cleaned?.sizeBytes ?? attachment.sizeBytes,
      at,
      standing: standingOf(complaint, attachment),
      reason: withheld?.reason,
    };
  });
}

/**
 * The attachments that petitioner and institution may know of: all the petitioner's, and of the city's those of answers that were
 * given. What came with a draft is the city's own until its lead approves.
 */
export function givenAttachments<A extends Pick<Attachment, 'by' | 'signal'>>(
  attachments: readonly A[],
  { signals, answers }: { readonly signals: readonly Signal[]; readonly answers: readonly Answer[] },
): A[] {
  const approved = signals.flatMap(({ said, status }) =>
    said.kind === 'approval' && status === 'applied' ? [said.draft] : [],
  );
  const given = signals
    .filter(({ said, status }) => said.kind === 'answer' && status === 'applied')
    .filter(({ number, at }) => approved.includes(number) || answers.some((answer) => answer.at === at))
    .map(({ number }) => number);
  return attachments.filter(
    ({ by, signal }) => by === 'petitioner' || (signal !== undefined && given.includes(signal)),
  );
}

/** Those that a complaint will have, as what was found becomes its own. */
export function attachmentsOf(
  found: readonly (FoundFile & { readonly type: FileType })[],
  { identity, ...from }: Pick<Complaint, 'identity'> & Pick<Attachment, 'by' | 'signal' | 'at'>,
): Attachment[] {
  return found.map(({ upload: { id, name }, sizeBytes, type }, index) => {
    const place = index + 1;
    const masked = mustBeClean({ identity }, from) ? maskedName({ ...from, place, type }) : undefined;
    return { id, ...from, place, name: masked ?? keptName(name, type), type, sizeBytes };
  });
}
