import { bindingRegistration } from './binding/registration.ts'
import { inquiry } from './direct/inquiry.ts'
import { registration } from './direct/registration.ts'
import type { Endpoint } from './endpoint.ts'

/** Every endpoint there is. */
export const ENDPOINTS: readonly Endpoint[] = [bindingRegistration, registration, inquiry]
