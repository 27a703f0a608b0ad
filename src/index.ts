// What the package offers to other programs.
export { type Config, ConfigError, type Language, type LogStyle } from './config.ts'
export { VERSION } from './package.ts'
export { type Sandbox, type StartOptions, startSandbox } from './server.ts'
