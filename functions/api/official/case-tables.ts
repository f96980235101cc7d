/** The tables in which cases and the city stand: what it takes to show a case or a list of them. */
export type CaseTables = { readonly COMPLAINT_TABLE: string; readonly CITY_TABLE: string };
