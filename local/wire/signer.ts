import { realNow } from '#local/clock/real-clock.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { AwsError } from './aws-error.ts';
import type { Principal } from './aws-service.ts';
import type { Roles } from './roles.ts';
import { isSignedWith, type Signature, type SignedRequest, signedAtMs } from './signature.ts';

const FIFTEEN_MINUTES_MS = 900_000;

/**
 * Says who signed.
 *
 * A signature in the headers is judged in real time (both ends read the machine's clock); a presigned address in virtual
 * time, because our functions sign it with the time of their event.
 *
 * @param trustAnyKey lets in keys that nobody gave out, as an outsider's (`--bare`: credentials test/test)
 * @throws AwsError InvalidSignatureException, UnrecognizedClientException, AccessDenied for an address that has expired
 */
export function signerOf(
  signature: Signature,
  request: SignedRequest,
  { roles, clock, trustAnyKey }: { roles: Roles; clock: VirtualClock; trustAnyKey: boolean },
): Principal {
  const isS3 = signature.service === 's3';
  const holder = roles.holderOf(signature.accessKeyId);
  if (holder === undefined) {
    if (trustAnyKey) return { kind: 'outside' };
    const name = isS3 ? 'InvalidAccessKeyId' : 'UnrecognizedClientException';
    throw new AwsError(name, 'The security token included in the request is invalid.', 403);
  }
  if (!isSignedWith(holder.secretAccessKey, signature, request)) {
    const reason = 'The request signature we calculated does not match the signature you provided.';
    const name = isS3 ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
    throw new AwsError(name, `${reason} Check your AWS Secret Access Key and signing method.`, 403);
  }
  const madeAt = signedAtMs(signature.madeAt);
  if (signature.expiresSeconds === undefined) {
    if (!(Math.abs(realNow() - madeAt) <= FIFTEEN_MINUTES_MS))
      throw new AwsError('InvalidSignatureException', `Signature not yet current or expired: ${signature.madeAt}`, 403);
  } else if (!(clock.now() <= madeAt + signature.expiresSeconds * 1_000)) {
    throw new AwsError('AccessDenied', 'Request has expired', 403);
  }
  return holder.principal;
}
