/** A JSON Schema (2020-12), as OpenAPI documents have it. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What a value that a user says must be: in words, as JSON Schema for documents, and as a check. */
export interface Rule {
  /** Follows "must be"; backquotes are for the README. */
  readonly values: string
  readonly schema: JsonSchema
  readonly fits: (value: unknown) => boolean
}

export type Rules = Readonly<Record<string, Rule>>

type Said = Readonly<Record<string, unknown>>

/** One of some values. */
export const oneOf = (...values: readonly (string | number)[]): Rule => ({
  values: `one of ${values.join(', ')}`,
  schema: { enum: values },
  fits: (value) => values.includes(value as string),
})

/** A text of at least one character. */
export const text = (most: number): Rule => ({
  values: `a text of 1 to ${most} characters`,
  schema: { type: 'string', minLength: 1, maxLength: most },
  fits: (value) => typeof value === 'string' && value.length >= 1 && value.length <= most,
})

/** A text that a pattern describes, and words that do. */
export const pattern = (fits: RegExp, values: string): Rule => ({
  values,
  schema: { type: 'string', pattern: fits.source },
  fits: (value) => typeof value === 'string' && fits.test(value),
})

export const TRUE_OR_FALSE: Rule = {
  values: 'true or false',
  schema: { type: 'boolean' },
  fits: (value) => typeof value === 'boolean',
}

export const TRUE: Rule = {
  values: 'true',
  schema: { const: true },
  fits: (value) => value === true,
}

/** A whole number; `values` says what it counts. */
export const whole = (
  least: number,
  most: number,
  values = `a whole number from ${least} to ${most}`,
): Rule => ({
  values,
  schema: { type: 'integer', minimum: least, maximum: most },
  fits: (value) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
})

/** A list whose entries follow a rule. */
export const listOf = (entry: Rule, most: number, values: string): Rule => ({
  values,
  schema: { type: 'array', items: entry.schema, maxItems: most },
  fits: (value) => Array.isArray(value) && value.length <= most && value.every(entry.fits),
})

/** The same, or null; `values` says both. */
export const orNull = (rule: Rule, values: string): Rule => ({
  values,
  schema: { anyOf: [rule.schema, { type: 'null' }] },
  fits: (value) => value === null || rule.fits(value),
})

/** A JSON object, whose inside is looked at elsewhere. */
export const OBJECT: Rule = {
  values: 'a JSON object',
  schema: { type: 'object' },
  fits: (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
}

/** What is wrong with what is said under rules, in words, or nothing; `unknown` words a name that has no rule. */
export const ruleFlaw = (
  rules: Rules,
  said: Said,
  unknown: (name: string) => string,
): string | undefined => {
  for (const [name, value] of Object.entries(said)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (!rule) return unknown(name)
    if (!rule.fits(value)) return `"${name}" must be ${rule.values.replaceAll('`', '')}`
  }
  return undefined
}

/** The schema of an object whose values follow rules. */
export const schemaOf = (rules: Rules, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, rule.schema])),
  additionalProperties: false,
  ...(required.length > 0 && { required }),
})
