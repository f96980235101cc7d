import { realNow } from '#local/clock/real-clock.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { AwsError } from './aws-error.ts';
import type { Roles } from './roles.ts';
import type { Principal } from './service.ts';
import { isSignedWith, readSignature, type SignedRequest, signedAtMs } from './signature.ts';

const FIFTEEN_MINUTES_MS = 900_000;

/** Who signed a request, and the service and region that the signature names; `service` is empty for an unsigned one. */
export type Signer = { readonly principal: Principal; readonly service: string; readonly region: string };

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
  request: SignedRequest,
  parts: { roles: Roles; clock: VirtualClock; trustAnyKey: boolean },
): Signer | undefined {
  const signature = readSignature(request);
  if (signature === undefined) return undefined;
  const { service, region } = signature;
  const holder = parts.roles.holderOf(signature.accessKeyId);
  if (holder === undefined) {
    if (parts.trustAnyKey) return { principal: { kind: 'outside' }, service, region };
    throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
  }
  if (!isSignedWith(holder.secretAccessKey, signature, request)) {
    const reason = 'The request signature we calculated does not match the signature you provided.';
    const name = service === 's3' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
    throw new AwsError(name, `${reason} Check your AWS Secret Access Key and signing method.`, 403);
  }
  const madeAt = signedAtMs(signature.madeAt);
  if (signature.expiresSeconds === undefined) {
    if (!(Math.abs(realNow() - madeAt) <= FIFTEEN_MINUTES_MS))
      throw new AwsError('InvalidSignatureException', `Signature not yet current or expired: ${signature.madeAt}`, 403);
  } else if (!(parts.clock.now() <= madeAt + signature.expiresSeconds * 1_000)) {
    throw new AwsError('AccessDenied', 'Request has expired', 403);
  }
  return { principal: holder.principal, service, region };
}
