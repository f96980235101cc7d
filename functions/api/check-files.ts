import { readUpload } from '#functions/aws/attachment-items.ts';
import { readPart } from '#functions/aws/file-store.ts';
import { inBlocks } from '#functions/files/byte-source.ts';
import { fileType } from '#functions/files/file-type.ts';
import { attachmentsOf, type FoundFile, refusedByContent, refusedByCount } from '#rules/attachments.ts';
import { toMillis } from '#rules/clock/instant.ts';
import type { Attachment, AttachmentId, Claim } from '#schemas/attachment.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { Refused } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';

type Settings = { readonly COMPLAINT_TABLE: string; readonly FILE_BUCKET: string };

/** What is filed: uploads by their ids, in the order they are to stand in. */
export type Filed = readonly { readonly id: AttachmentId }[];

/** Whose uploads they are: of somebody who signed in, or of the petitioner of a complaint. */
export const ownerOf = {
  caller: ({ id }: { readonly id: string }): string => `caller ${id}`,
  petitioner: (number: string): string => `petitioner ${number}`,
};

/** How much of a file is read at first: enough for most to be known by. */
const FIRST_BYTES = 65_536;

/**
 * Looks at the uploads that somebody files: whether they are theirs, were not used, came whole, and what they are by their bytes.
 * Nothing is kept by it.
 *
 * @throws Refused with a code of its own for each, naming the first at fault; TransientFault when table or store were busy
 */
export async function findFiles(
  { COMPLAINT_TABLE, FILE_BUCKET }: Settings,
  filed: Filed,
  { owner, at }: { readonly owner: string; readonly at: Instant },
): Promise<FoundFile[]> {
  const refusal = refusedByCount(filed.map(({ id }) => id));
  if (refusal !== undefined) throw new Refused(refusal.code, refusal.message);
  const nowSeconds = Math.floor(toMillis(at) / 1000);
  const looked = await Promise.all(
    filed.map(async ({ id }, index) => {
      const which = `attachments/${index} (${id})`;
      const upload = await readUpload(COMPLAINT_TABLE, id, nowSeconds);
      // Somebody else's is as unknown as none: nobody learns by trying.
      if (upload === undefined || upload.owner !== owner) {
        return new Refused('attachment-unknown', `${which} is no upload of yours that can still be filed`);
      }
      if (upload.used === true) return new Refused('attachment-used', `${which} belongs to a complaint already`);
      const first = await readPart(FILE_BUCKET, { form: 'uploads', id }, 0, FIRST_BYTES);
      if (first === undefined || first.sizeBytes !== upload.sizeBytes) {
        const message = `${which} was not uploaded: PUT its ${upload.sizeBytes} bytes to the address you were given`;
        return new Refused('attachment-missing', message);
      }
      const read = async (from: number, length: number): Promise<Uint8Array> => {
        if (from + length <= first.bytes.length) return first.bytes.subarray(from, from + length);
        return (await readPart(FILE_BUCKET, { form: 'uploads', id }, from, length))?.bytes ?? new Uint8Array();
      };
      const source = inBlocks({ sizeBytes: first.sizeBytes, read });
      return { upload, sizeBytes: first.sizeBytes, ...(await fileType(source)) };
    }),
  );
  return looked.map((one) => {
    if (one instanceof Refused) throw one;
    return one;
  });
}

/**
 * What was found as the attachments it becomes.
 *
 * @throws Refused `attachment-type`, `attachment-too-large`, `attachment-tells-who`
 */
export function claimFiles(
  found: readonly FoundFile[],
  from: Pick<Complaint, 'identity'> & Pick<Attachment, 'by' | 'signal' | 'at'>,
): Claim[] {
  const refusal = refusedByContent(found, from);
  if (refusal !== undefined) throw new Refused(refusal.code, refusal.message);
  const known = found.filter((file) => 'type' in file);
  return attachmentsOf(known, from).flatMap((attachment, index) => {
    const upload = known[index]?.upload;
    return upload === undefined ? [] : [{ upload, attachment }];
  });
}
