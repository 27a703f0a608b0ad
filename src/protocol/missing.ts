import { nearName } from './near-name.ts'
import { shown } from './shown.ts'

type Input = Readonly<Record<string, unknown>>

const names = (input: Input): string[] => Object.keys(input)

/** Why a field that must be there is taken to be absent, and what may have been meant by what is there instead. */
export const missingReason = (name: string, known: object, input: Input): string => {
  const [first = ''] = names(input)
  if (/^\s*[{[]/.test(first)) {
    return `${name} is missing: the body is JSON, but its content type says that it is a form`
  }
  if (Object.hasOwn(input, name)) {
    return `${name} is missing: it was sent as ${input[name] === '' ? '""' : 'null'}, which counts as absent`
  }
  const near = nearName(
    name,
    names(input).filter((other) => !Object.hasOwn(known, other)),
  )
  return near === undefined
    ? `${name} is missing`
    : `${name} is missing; ${shown(near)} is not a field of this call, perhaps it was meant`
}
