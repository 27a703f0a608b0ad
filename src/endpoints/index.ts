import { bindingRegistration } from './binding/registration.ts'
import type { Endpoint } from './endpoint.ts'

/** Every endpoint there is. */
export const ENDPOINTS: readonly Endpoint[] = [bindingRegistration]
