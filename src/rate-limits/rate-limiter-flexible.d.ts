/** By itself, since the index loads the limiters of every store there is. */
declare module 'rate-limiter-flexible/lib/RateLimiterRes.js' {
  export { RateLimiterRes as default } from 'rate-limiter-flexible';
}

/** The class that the package's own limiters extend; it is documented for own stores, but not exported by its index. */
declare module 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js' {
  import type { RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible';

  export default abstract class RateLimiterStoreAbstract<Row> extends RateLimiterAbstract {
    constructor(options: { points: number; duration: number; keyPrefix: string });
    protected abstract _upsert(key: string, points: number, msDuration: number, forceExpire?: boolean): Promise<Row>;
    protected abstract _get(key: string): Promise<Row | null>;
    protected abstract _delete(key: string): Promise<boolean>;
    protected abstract _getRateLimiterRes(key: string, changedPoints: number, row: Row): RateLimiterRes;
    // What RateLimiterAbstract leaves to its heirs is done here.
    consume(key: string | number, pointsToConsume?: number): Promise<RateLimiterRes>;
    penalty(key: string | number, points?: number): Promise<RateLimiterRes>;
    reward(key: string | number, points?: number): Promise<RateLimiterRes>;
    get(key: string | number): Promise<RateLimiterRes | null>;
    set(key: string | number, points: number, secDuration: number): Promise<RateLimiterRes>;
    block(key: string | number, secDuration: number): Promise<RateLimiterRes>;
    delete(key: string | number): Promise<boolean>;
  }
}
