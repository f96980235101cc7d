import { downloadAddress, type Form, readPart } from '#functions/aws/file-store.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import { maskedName, mustBeClean, standingOf, typeFacts } from '#rules/attachments.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import { contentDisposition } from '#rules/content-disposition.ts';
import type { Attachment } from '#schemas/attachment.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';

/** The most bytes that a function hands over itself, 4_194_304 (4 MiB): a Lambda answers at most 6 MB, a third of them lost to Base64. */
const MOST_BYTES = 4_194_304;

/** How long an address in the store holds, 60 seconds: the right to the case is not asked again when it is used. */
const ADDRESS_SECONDS = 60;

/** What every file is sent with: it is downloaded and never shown as a page of ours, whatever its bytes are. */
const safety = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

/**
 * Hands a file over as a download: a small one itself, for a larger one the address where it lies, which holds for a minute.
 *
 * @param complaint as it will be when all that was said is heard
 * @param link      asks for the address, not for the way there: a page cannot read where a redirection leads
 * @throws Refused attachment-being-cleaned, attachment-withheld; TransientFault when the store was busy
 */
export async function serveFile(
  { FILE_BUCKET }: { readonly FILE_BUCKET: string },
  complaint: Complaint,
  attachment: Attachment,
  { at, link }: { readonly at: Instant; readonly link?: 'true' | 'false' | undefined },
): Promise<Reply> {
  const { id, type, cleaned } = attachment;
  const standing = standingOf(complaint, attachment);
  if (standing === 'being-cleaned') {
    const message = `what attachment ${id} tells about its maker is being removed`;
    throw new Refused('attachment-being-cleaned', message);
  }
  if (standing === 'withheld') {
    const message = `attachment ${id} is withheld: ${attachment.withheld?.reason ?? 'its traces could not be removed'}`;
    throw new Refused('attachment-withheld', message);
  }
  const form: Form = standing === 'cleaned' ? 'clean' : 'uploads';
  const sizeBytes = cleaned?.sizeBytes ?? attachment.sizeBytes;
  if (link === 'true' || sizeBytes > MOST_BYTES) {
    // An address is written down by whatever it passes; the name that somebody gave a file is not for that.
    const neutral = contentDisposition(maskedName(attachment));
    const url = await downloadAddress(FILE_BUCKET, { form, id }, neutral, { at, expiresIn: ADDRESS_SECONDS });
    if (link === 'true')
      return { body: json({ url, until: toInstant(toMillis(at) + ADDRESS_SECONDS * 1000) }), headers: jsonHeaders };
    return { status: 303, body: '', headers: { ...safety, location: url } };
  }
  const part = await readPart(FILE_BUCKET, { form, id }, 0, MOST_BYTES);
  if (part === undefined) throw new TransientFault(`file ${id} is not in the store`, undefined);
  const name = mustBeClean(complaint, attachment) ? maskedName(attachment) : attachment.name;
  const headers = {
    ...safety,
    'content-type': typeFacts(type).media,
    'content-disposition': contentDisposition(name),
  };
  return { body: part.bytes, headers };
}

const json = (value: unknown): string => JSON.stringify(value);
const jsonHeaders = { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' };
