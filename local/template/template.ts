import { existsSync, readFileSync } from 'node:fs';
import type { TemplateSource } from './assembly.ts';
import { conditionHolds, noValue, resolved, type Scope } from './intrinsics.ts';
import { creationOrder } from './order.ts';
import { passedOver, pseudoParameters } from './passed-over.ts';
import type { Created, Provider, Resource } from './provider.ts';
import { isMembers, type Members, membersOf, textOf } from './reading.ts';
import { TemplateFault } from './template-fault.ts';

/** A resource that stands: what it was declared as, and what `Ref` and `Fn::GetAtt` of it give. */
export type Standing = Resource &
  Created & { /** Why it does nothing here, for types without local meaning. */ readonly passedOver?: string };

/** What a template became. */
export type Stack = {
  readonly name: string;
  readonly resources: ReadonlyMap<string, Standing>;
  readonly outputs: Readonly<Record<string, unknown>>;
};

/**
 * A CloudFormation template, ready to be stood up.
 *
 * Imitates https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 * Left out: Transform, Rules, nested stacks, custom resources, SSM look-ups (a parameter's default is taken as it is), updates and
 * deletion: at every start the resources are created anew over what their services remember.
 */
export class Template {
  readonly #source: TemplateSource;
  readonly #parameters: Members;

  /** @param overrides values of parameters, instead of their defaults */
  constructor(source: TemplateSource, overrides: Readonly<Record<string, string>> = {}) {
    this.#source = source;
    const { Transform } = source.document;
    if (Transform !== undefined) {
      throw new TemplateFault(
        `stack ${source.stackName} wants the transform ${JSON.stringify(Transform)}: give the template that it makes`,
      );
    }
    this.#parameters = this.#parameterValues(overrides);
  }

  /**
   * Creates every resource through the provider of its type, each after those it needs.
   *
   * @throws TemplateFault for a type that no provider knows, naming type and logical id
   */
  async standUp(providers: readonly Provider[]): Promise<Stack> {
    const byType = new Map(providers.flatMap((provider) => provider.types.map((type) => [type, provider] as const)));
    const declared = this.#declared();
    this.#refuseUnknownTypes(declared, byType);
    const standing = new Map<string, Standing>();
    const scope = this.#scope(declared, standing);
    for (const logicalId of creationOrder(declared)) {
      const resource = this.#resource(logicalId, membersOf(declared[logicalId]), scope);
      standing.set(logicalId, { ...resource, ...(await this.#create(resource, byType.get(resource.type))) });
    }
    return { name: this.#source.stackName, resources: standing, outputs: this.#outputs(scope) };
  }

  async #create(resource: Resource, provider: Provider | undefined): Promise<Created & { passedOver?: string }> {
    if (provider !== undefined) return provider.create(resource);
    const known = passedOver[resource.type];
    const name = this.#physicalName(resource.logicalId);
    const created = known?.created?.(resource, name) ?? { ref: name, attributes: {} };
    return { ...created, passedOver: known?.reason ?? '' };
  }

  /** The declared resources whose condition holds. */
  #declared(): Members {
    const scope = this.#scope({}, new Map());
    const all = Object.entries(membersOf(this.#source.document.Resources));
    return Object.fromEntries(
      all.filter(([, resource]) => {
        const condition = textOf(membersOf(resource).Condition);
        return condition === undefined || conditionHolds(condition, scope);
      }),
    );
  }

  #refuseUnknownTypes(declared: Members, byType: ReadonlyMap<string, Provider>): void {
    const unknown = Object.entries(declared).flatMap(([logicalId, resource]) => {
      const type = textOf(membersOf(resource).Type) ?? '(no type)';
      return byType.has(type) || type in passedOver ? [] : `${type} (${logicalId})`;
    });
    if (unknown.length > 0) {
      throw new TemplateFault(
        `the local cloud does not know the resource type ${unknown.join(', ')} of stack ${this.#source.stackName}`,
      );
    }
  }

  #resource(logicalId: string, declared: Members, scope: Scope): Resource {
    const type = textOf(declared.Type) ?? '';
    let properties: Members;
    try {
      properties = membersOf(resolved(declared.Properties ?? {}, scope));
    } catch (error) {
      if (!(error instanceof TemplateFault)) throw error;
      throw new TemplateFault(`${type} (${logicalId}): ${error.message}`);
    }
    return {
      logicalId,
      type,
      stackName: this.#source.stackName,
      properties: this.#withCode(logicalId, type, properties),
    };
  }

  /** Points a function's code, and a state machine's definition, at the asset on disk. */
  #withCode(logicalId: string, type: string, properties: Members): Members {
    if (type === 'AWS::Lambda::Function') {
      const { S3Key } = membersOf(properties.Code);
      return textOf(S3Key) === undefined
        ? properties
        : { ...properties, Code: { directory: this.#asset(logicalId, textOf(S3Key) ?? '') } };
    }
    if (type === 'AWS::StepFunctions::StateMachine' && isMembers(properties.DefinitionS3Location)) {
      const { DefinitionS3Location, ...others } = properties;
      const file = this.#asset(logicalId, textOf(membersOf(DefinitionS3Location).Key) ?? '');
      return { ...others, DefinitionString: readFileSync(file, 'utf8') };
    }
    return properties;
  }

  #asset(logicalId: string, key: string): string {
    const path = this.#source.assets.get(key);
    if (path === undefined) throw new TemplateFault(`the asset ${key} of ${logicalId} is not in the assembly`);
    if (!existsSync(path)) throw new TemplateFault(`the asset ${key} of ${logicalId} is missing on disk: ${path}`);
    return path;
  }

  #physicalName(logicalId: string): string {
    return `${this.#source.stackName}-${logicalId}`;
  }

  #scope(declared: Members, standing: ReadonlyMap<string, Standing>): Scope {
    const found = (logicalId: string): Standing => {
      const resource = standing.get(logicalId);
      if (resource === undefined) {
        throw new TemplateFault(
          `${logicalId} is referred to, but the template ${logicalId in declared ? 'creates it later' : 'has no such parameter or resource'}`,
        );
      }
      return resource;
    };
    return {
      mappings: membersOf(this.#source.document.Mappings),
      conditions: membersOf(this.#source.document.Conditions),
      ref: (name) => {
        if (name === 'AWS::NoValue') return noValue;
        return name in this.#parameters ? this.#parameters[name] : found(name).ref;
      },
      attribute: (logicalId, attribute) => {
        const resource = found(logicalId);
        const value = resource.attributes[attribute];
        if (value === undefined)
          throw new TemplateFault(`${resource.type} (${logicalId}) has no attribute ${attribute} in the local cloud`);
        return value;
      },
    };
  }

  #parameterValues(overrides: Readonly<Record<string, string>>): Members {
    const values: Record<string, unknown> = { ...pseudoParameters(this.#source.stackName) };
    const declared = membersOf(this.#source.document.Parameters);
    for (const name of Object.keys(overrides)) {
      if (!(name in declared))
        throw new TemplateFault(
          `the template has no parameter ${name}; it has ${Object.keys(declared).join(', ') || 'none'}`,
        );
    }
    for (const [name, parameter] of Object.entries(declared)) {
      const { Type, Default } = membersOf(parameter);
      const value = overrides[name] ?? textOf(Default);
      if (value === undefined) throw new TemplateFault(`parameter ${name} has no default and no value was given`);
      const isList = textOf(Type) === 'CommaDelimitedList' || textOf(Type)?.startsWith('List<') === true;
      values[name] = isList ? value.split(',').map((item) => item.trim()) : value;
    }
    return values;
  }

  #outputs(scope: Scope): Members {
    const outputs: Record<string, unknown> = {};
    for (const [name, output] of Object.entries(membersOf(this.#source.document.Outputs))) {
      const { Value, Condition } = membersOf(output);
      if (textOf(Condition) !== undefined && !conditionHolds(textOf(Condition) ?? '', scope)) continue;
      outputs[name] = resolved(Value, scope);
    }
    return outputs;
  }
}
