import { listCity } from '#functions/aws/city-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import { InstitutionShown } from '#schemas/institution.ts';

/** The institutions that a complaint can be transferred to, by id; of how they are asked only the kind. */
export async function listInstitutions(cityTable: string): Promise<Reply> {
  const institutions = await listCity(cityTable, 'institution');
  return {
    body: {
      items: institutions.map(({ contact, ...rest }) => InstitutionShown.parse({ ...rest, contact: contact.kind })),
    },
  };
}
