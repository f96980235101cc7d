/** A resource of a template with its intrinsic functions resolved. */
export type Resource = {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The stack it belongs to, for the names of resources that the template leaves unnamed. */
  readonly stackName?: string;
};

/** What `Ref` and `Fn::GetAtt` of a created resource give. */
export type Created = { readonly ref: string; readonly attributes: Readonly<Record<string, unknown>> };

/** Stands up resources of some CloudFormation types; called at every start, so creating twice must be the same as once. */
export type Provider = {
  readonly types: readonly string[];
  create(resource: Resource): Promise<Created>;
};

/** The name a resource goes by: the one its property gives, else `<stack>-<logicalId>`, the same at every start. */
export function physicalName(resource: Resource, nameProperty: string): string {
  const given = resource.properties[nameProperty];
  if (typeof given === 'string' && given !== '') return given;
  return resource.stackName === undefined ? resource.logicalId : `${resource.stackName}-${resource.logicalId}`;
}
