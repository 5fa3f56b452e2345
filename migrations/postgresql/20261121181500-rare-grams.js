import { Migration } from '@mikro-orm/migrations';

export default class extends Migration {
  up() {
    // The four runs of a term that the fewest users have, as far as the table's statistics tell: PostgreSQL reads the list
    // of each run that it is given, and "exa", which every address at example.com has, is in a million of them. What is
    // found is compared with the whole term anyway. Without statistics, as before the first ANALYZE, all runs.
    this.addSql(`create function usergraph_rare_gram_query(folded text) returns tsquery
      language sql stable strict parallel safe as $fn$
        with grams as (
          select distinct substr(folded, place, 3) as gram
          from generate_series(1, greatest(length(folded) - 2, 1)) place
        ), frequent as materialized (
          select gram, frequency
          from pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) as known(gram, frequency)
          where schemaname = current_schema() and tablename = 'user_search_grams' and gram is not null
        ), rarest as (
          select gram from grams left join frequent using (gram)
          order by frequency nulls first, gram
          limit case when exists (select from frequent) then 4 end
        )
        select string_agg(
          quote || replace(replace(gram, '\\', '\\\\'), quote, quote || quote) || quote
            || case when length(folded) < 3 then ':*' else '' end,
          ' & '
        )::tsquery
        from rarest, (values (chr(39))) as quotes(quote)
      $fn$`);
  }
}
