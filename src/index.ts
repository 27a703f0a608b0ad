// What the package offers to other programs.
export { type Control, openControl } from './client/control.ts'
export * from './client/types.ts'
export { ConfigError } from './config/flags.ts'
export type { Autopilot, Config, Language, LogStyle } from './config.ts'
export { VERSION } from './package.ts'
export { type Sandbox, type StartOptions, startSandbox } from './server.ts'
