-- INSERT OR REPLACE removes a row without the trigger that guards its removal (sqlite.org/lang_conflict.html): a signature is only added.
-- only sqlite
CREATE TRIGGER signatures_only_grow BEFORE INSERT ON signatures
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM signatures)
  OR EXISTS (SELECT 1 FROM signatures WHERE id = NEW.id OR share_id = NEW.share_id)
BEGIN SELECT RAISE(ABORT, 'signatures are only added'); END;
-- both
