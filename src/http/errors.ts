import type { ErrorRequestHandler } from 'express'
import { HomeTaken, NoNamespace, StorageError } from '../store/store.ts'
import { ControlError } from './guards.ts'

interface BodyError {
  readonly status?: number
  readonly message: string
}

const answerOf = (error: unknown): { status: number; message: string } | undefined => {
  if (error instanceof ControlError) return error
  if (error instanceof NoNamespace) return { status: 404, message: error.message }
  if (error instanceof HomeTaken) return { status: 409, message: error.message }
  if (error instanceof StorageError) return { status: 503, message: error.message }
  const { status, message } = error as BodyError
  return status !== undefined && status >= 400 && status < 500 ? { status, message } : undefined
}

/**
 * The one place where an error outside NICEPAY's own paths becomes an answer: `{ "error": "…" }`. What is neither a
 * refusal nor a broken body is a bug, told to `bug` and answered without its insides.
 */
export const errorAnswers =
  (bug: (error: unknown) => void): ErrorRequestHandler =>
  (error, _req, res, next) => {
    const answer = answerOf(error)
    if (!answer) bug(error)
    if (res.headersSent) return next(error)
    const { status, message } = answer ?? {
      status: 500,
      message: 'a bug of the sandbox; see its log',
    }
    res.status(status).json({ error: message })
  }
