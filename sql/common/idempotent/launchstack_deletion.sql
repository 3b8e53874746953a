-- The store relies on: a tombstone keeps an instance from being registered, whatever runs beside; only launchstack_create_instance lifts
-- it. launchstack_delete_instance(instance) does a part of a deletion at each call, each call in a transaction of its own, and answers
-- whether there is more to do. Each tier has launchstack_delete_samples(instance), which takes raw rows away, and
-- launchstack_delete_usage(instance), which takes away raw rows and what was made of them; both a part at a time, with the same answer.

-- Registrations go side by side, and a burial waits for those that have looked for its tombstone already. A lock and not the table, which
-- has no row yet that could be locked. The statements after it see what was committed before it.
CREATE OR REPLACE FUNCTION launchstack_register_instances(wanted UUID[]) RETURNS VOID
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared('instance_tombstones'::REGCLASS::OID::INT, 0);

    -- Sorted, so that two silos that register the same instances wait for each other instead of deadlocking.
    INSERT INTO instances (id)
    SELECT id FROM unnest(wanted) AS new (id)
    WHERE NOT EXISTS (SELECT FROM instance_tombstones AS t WHERE t.instance_id = new.id)
    ORDER BY id
    ON CONFLICT (id) DO NOTHING;
END
$$;

-- When it was registered; null: it was there already. A deletion that has not come to its end must do so first.
CREATE OR REPLACE FUNCTION launchstack_create_instance(instance UUID, given_name TEXT) RETURNS TIMESTAMPTZ
LANGUAGE plpgsql
AS $$
DECLARE
    registered_at TIMESTAMPTZ;
BEGIN
    PERFORM pg_advisory_xact_lock('instance_tombstones'::REGCLASS::OID::INT, 0);
    IF EXISTS (SELECT FROM instance_tombstones WHERE instance_id = instance AND cleared_at IS NULL) THEN
        RAISE EXCEPTION 'instance % is being deleted', instance USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;

    DELETE FROM instance_tombstones WHERE instance_id = instance;
    INSERT INTO instances (id, name) VALUES (instance, given_name) ON CONFLICT (id) DO NOTHING RETURNING created_at INTO registered_at;
    RETURN registered_at;
END
$$;

-- Starts a deletion, or starts it again for an instance that was registered past its tombstone. False: there is nothing to delete.
CREATE OR REPLACE FUNCTION launchstack_bury_instance(instance UUID) RETURNS BOOLEAN
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock('instance_tombstones'::REGCLASS::OID::INT, 0);
    INSERT INTO instance_tombstones AS t (instance_id)
    SELECT id FROM instances WHERE id = instance
    ON CONFLICT (instance_id) DO UPDATE
    SET deleted_at = now(), emptied_at = NULL, cleared_at = NULL, purged_at = NULL
    WHERE t.cleared_at IS NOT NULL;
    RETURN EXISTS (SELECT FROM instance_tombstones WHERE instance_id = instance AND cleared_at IS NULL);
END
$$;

-- Order: what is there, part by part, while batches that began before the burial go on; then the row in instances, which waits for them and
-- stops whoever inserts rows past the tombstone, with what they have added; then what was made of that. Locks come in one order, too: the
-- instance, the table instances, raw rows. The transactions that make or drop partitions lock instances before raw rows, and a writer that
-- holds the instance may be about to make a chunk, which locks instances.
-- A plan for any instance would read every compressed batch of every other one, in the statements of the foreign keys as well.
CREATE OR REPLACE FUNCTION launchstack_delete_instance(instance UUID) RETURNS BOOLEAN
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    emptied TIMESTAMPTZ;
BEGIN
    SELECT emptied_at INTO emptied FROM instance_tombstones WHERE instance_id = instance AND cleared_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    IF emptied IS NOT NULL THEN
        PERFORM FROM instances WHERE id = instance FOR UPDATE;
        IF FOUND THEN
            LOCK TABLE instances IN ROW EXCLUSIVE MODE;
            WHILE launchstack_delete_samples(instance) LOOP
                NULL;
            END LOOP;

            DELETE FROM instances WHERE id = instance;
            RETURN true;
        END IF;
    END IF;

    IF launchstack_delete_usage(instance) THEN
        RETURN true;
    END IF;

    DELETE FROM launchstack_dead_letters WHERE instance_id = instance;
    UPDATE instance_tombstones
    SET emptied_at = coalesce(emptied_at, now()), cleared_at = CASE WHEN emptied IS NOT NULL THEN now() END
    WHERE instance_id = instance;
    RETURN emptied IS NULL;
END
$$;

-- Goes on with a deletion whose process has died, and takes a second look at those that came to their end: a refresh that was set to read
-- from one snapshot for longer than one statement could have put rows back. False: nothing is due.
CREATE OR REPLACE FUNCTION launchstack_purge() RETURNS BOOLEAN
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    patience CONSTANT INTERVAL := INTERVAL '1 minute';
    second_look CONSTANT INTERVAL := (SELECT 2 * value FROM launchstack_lifecycle WHERE name = 'refresh_interval');
    grave instance_tombstones;
BEGIN
    SELECT * INTO grave FROM instance_tombstones
    WHERE purged_at IS NULL AND coalesce(cleared_at + second_look, deleted_at + patience) <= now()
    ORDER BY deleted_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED;

    IF NOT FOUND THEN
        RETURN false;
    ELSIF grave.cleared_at IS NULL THEN
        PERFORM launchstack_delete_instance(grave.instance_id);
    ELSIF EXISTS (SELECT FROM instances WHERE id = grave.instance_id) OR NOT launchstack_delete_usage(grave.instance_id) THEN
        UPDATE instance_tombstones SET purged_at = now() WHERE instance_id = grave.instance_id;
    ELSE
        -- There was something, so there may be more.
        UPDATE instance_tombstones SET cleared_at = NULL WHERE instance_id = grave.instance_id;
    END IF;

    RETURN true;
END
$$;

SELECT launchstack_as_owner('launchstack_delete_instance(uuid)'), launchstack_as_owner('launchstack_purge()');
