import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpExchange } from '../http/http-request.js';

export function exchangeOf(request: FastifyRequest, reply: FastifyReply): HttpExchange {
  return {
    ip: request.ip,
    header(name) {
      const value = request.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    setCookie: (value) => void reply.header('set-cookie', value),
  };
}
