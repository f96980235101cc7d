import { log, traceOf } from './log.ts';

/** A piece of a batch, under the id by which the batch's answer names it, and the complaint it is about, if it is known. */
export type Piece = { readonly id: string; readonly complaintNumber?: string | undefined };

/**
 * Handles one piece of a batch; what goes wrong is logged and concerns this piece alone.
 *
 * @param inVain what the log says of a piece that could not be handled
 * @returns how the batch's answer names it to be brought again, nothing when it was handled
 */
export async function handlePiece<P extends Piece>(
  piece: P,
  handle: (piece: P) => Promise<void>,
  inVain: string,
): Promise<{ itemIdentifier: string }[]> {
  try {
    await handle(piece);
    return [];
  } catch (error) {
    log.warn(inVain, { complaintNumber: piece.complaintNumber, ...traceOf(error) });
    return [{ itemIdentifier: piece.id }];
  }
}
