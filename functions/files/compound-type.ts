import type { FileType } from '#schemas/attachment.ts';
import { type ByteSource, says, viewOf } from './byte-source.ts';
import { CompoundFault, CompoundFile } from './compound-file.ts';

const HWP_SIGNATURE = 'HWP Document File';
/** Bits of HWP's file header. @source 한글 문서 파일 형식 5.0, "파일 인식 정보" */
const hwp = { password: 0x2, distribution: 0x4, drm: 0x10, certificate: 0x100 } as const;

/**
 * Which document a compound file is, by the streams within.
 *
 * @throws CompoundFault telling what is wrong with it
 */
export async function compoundType(source: ByteSource): Promise<FileType> {
  const file = await CompoundFile.open(source);
  const entries = await file.entries();
  const named = (...names: string[]) => entries.find(({ name }) => names.includes(name));
  if (named('EncryptedPackage', 'EncryptionInfo') !== undefined) throw new CompoundFault('is encrypted');
  if (named('_VBA_PROJECT_CUR', '_VBA_PROJECT', 'Macros', 'VBA') !== undefined)
    throw new CompoundFault('is an office document with macros');
  const header = named('FileHeader');
  if (header !== undefined) {
    const bytes = await file.beginning(header, 40);
    if (says(bytes, 0, HWP_SIGNATURE)) {
      const properties = viewOf(bytes).getUint32(36, true);
      const locked = hwp.password | hwp.distribution | hwp.drm | hwp.certificate;
      if ((properties & locked) !== 0) throw new CompoundFault('is HWP under a password or a lock');
      return 'hwp';
    }
  }
  if (named('WordDocument') !== undefined) return 'doc';
  if (named('Workbook', 'Book') !== undefined) return 'xls';
  if (named('PowerPoint Document') !== undefined) return 'ppt';
  throw new CompoundFault('is a compound file of no known document');
}
