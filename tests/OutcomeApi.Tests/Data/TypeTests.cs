using System.Data.Common;
using OutcomeApi.Data;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Security;

namespace OutcomeApi.Tests.Data;

/// <summary>Values come back as they went in, and a transaction is one. On SQLite always, on SQL Server when there is one.</summary>
public sealed class TypeTests(Databases databases) : IClassFixture<Databases>
{
    private const string InsertProject =
        """
        INSERT INTO projects (id, association_id, starts_on, ends_on, content, version, received_at, changed_at)
        VALUES (@Project, @Project, @Day, @Day, '{}', 1, @Now, @Now)
        """;

    private const string InsertAssociation = "INSERT INTO associations (id, content, version, received_at, changed_at) VALUES (@Project, '{}', 1, @Now, @Now)";

    private const string InsertEnrollment =
        """
        INSERT INTO enrollments (project_id, reference, anonymous, protected_identity, carried_over, gender, birth_year, started_on, mapped_on, income_sources,
            occupation, version, voided, received_at, changed_at)
        VALUES (@Project, @Reference, @Yes, @No, @No, 'woman', @Nothing, @Day, @NoDay, @Sources, @Occupation, 1, @No, @Now, @Now)
        """;

    private const string SelectEnrollments =
        """
        SELECT anonymous, protected_identity, birth_year, started_on, mapped_on, income_sources, occupation, received_at
        FROM enrollments WHERE project_id = @Project
        """;

    private const string CountEnrollments = "SELECT COUNT(*) FROM enrollments WHERE project_id = @Project";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateOnly LeapDay = new(2024, 2, 29);
    private static readonly DateTimeOffset Instant = new DateTimeOffset(2024, 7, 1, 1, 30, 15, TimeSpan.FromHours(2)).AddTicks(1234567);

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task Values_come_back_as_they_went_in(string engine)
    {
        await using var session = await ProjectAsync(engine, "round-trip");
        await session.ExecuteAsync(InsertEnrollment, Row("round-trip", "E-1"), None);

        var row = (await session.QueryAsync<EnrollmentRow>(SelectEnrollments, new { Project = "round-trip" }, None)).Single();
        row.Anonymous.ShouldBeTrue();
        row.ProtectedIdentity.ShouldBeFalse();
        row.BirthYear.ShouldBeNull();
        row.StartedOn.ShouldBe(LeapDay);
        row.MappedOn.ShouldBeNull();
        row.IncomeSources.ShouldBe(["sickness-benefit", "social-assistance, å \"ä\" ö"]);
        row.Occupation.ShouldBe(new Occupation { Group = "work", Extent = 75 });
        row.ReceivedAt.ShouldBe(Instant);
        row.ReceivedAt.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task What_is_hashed_of_an_event_comes_back_as_it_was_also_from_a_server_that_keeps_microseconds(string engine)
    {
        var clock = new StillClock { Now = new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero).AddTicks(1_234_567) };
        var now = new BusinessDay(clock, TimeZoneInfo.Utc).Now;
        (now.Ticks % TimeSpan.TicksPerSecond).ShouldBe(1_234_560);

        await using var session = new DbSession(await databases.OpenAsync(engine));
        var entry = new AuditEntry(new Caller("hashed", Role.Registrar, ["iris2"], []), "read", "exit");
        await AuditLog.WriteReadAsync(session, entry, now, None);
        var row = (await session.QueryAsync<AuditRow>($"SELECT {AuditRow.Columns} FROM audit_events WHERE credential = 'hashed'", null, None)).Single();
        row.Values.ShouldBe(new AuditRow
        {
            Id = 1,
            At = now,
            Credential = "hashed",
            Role = "registrar",
            Action = "read",
            Kind = "exit",
            RecordCount = 1,
        }.Values);
    }

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task What_is_absent_comes_back_as_null(string engine)
    {
        await using var session = await ProjectAsync(engine, "nulls");
        await session.ExecuteAsync(
            InsertEnrollment,
            new
            {
                Project = "nulls",
                Reference = "E-1",
                Yes = true,
                No = false,
                Nothing = (int?)1990,
                Day = LeapDay,
                NoDay = (DateOnly?)LeapDay,
                Sources = (IReadOnlyList<string>?)null,
                Occupation = (Occupation?)null,
                Now = Instant,
            },
            None);

        var row = (await session.QueryAsync<EnrollmentRow>(SelectEnrollments, new { Project = "nulls" }, None)).Single();
        row.BirthYear.ShouldBe(1990);
        row.MappedOn.ShouldBe(LeapDay);
        row.IncomeSources.ShouldBeNull();
        row.Occupation.ShouldBeNull();
    }

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task Dates_and_instants_sort_and_compare_in_the_database(string engine)
    {
        const string Between =
            "SELECT reference FROM enrollments WHERE project_id = @Project AND received_at >= @From AND received_at < @To AND started_on <= @Day "
                + "ORDER BY received_at DESC";

        await using var session = await ProjectAsync(engine, "sorting");
        foreach (var (reference, after) in new[] { ("E-1", 0), ("E-2", 1), ("E-3", 10), ("E-4", 3600) })
        {
            // The same instants in other offsets.
            await session.ExecuteAsync(InsertEnrollment, Row("sorting", reference, Instant.AddSeconds(after).ToOffset(TimeSpan.FromHours(after % 3))), None);
        }

        (await session.QueryAsync<string>(
            Between, new { Project = "sorting", From = Instant.AddTicks(1), To = Instant.AddSeconds(3600), Day = LeapDay }, None)).ShouldBe(["E-3", "E-2"]);
        (await session.QueryAsync<string>(
            Between, new { Project = "sorting", From = Instant, To = Instant.AddDays(1), Day = LeapDay.AddDays(-1) }, None)).ShouldBeEmpty();
    }

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task A_transaction_that_is_not_committed_leaves_nothing(string engine)
    {
        await using (var session = await ProjectAsync(engine, "rollback"))
        {
            await using (await session.BeginWriteAsync(None))
            {
                await session.ExecuteAsync(InsertEnrollment, Row("rollback", "E-1"), None);
            }

            (await session.ScalarAsync<int>(CountEnrollments, new { Project = "rollback" }, None)).ShouldBe(0);

            await session.BeginWriteAsync(None);
            await session.ExecuteAsync(InsertEnrollment, Row("rollback", "E-1"), None);
        }

        await using var other = new DbSession(await databases.OpenAsync(engine));
        (await other.ScalarAsync<int>(CountEnrollments, new { Project = "rollback" }, None)).ShouldBe(0);
    }

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task A_unique_violation_is_recognised(string engine)
    {
        await using var session = await ProjectAsync(engine, "unique");
        await session.ExecuteAsync(InsertEnrollment, Row("unique", "E-1"), None);

        var twice = await Should.ThrowAsync<DbException>(session.ExecuteAsync(InsertEnrollment, Row("unique", "E-1"), None));
        session.Dialect.IsUniqueViolation(twice).ShouldBeTrue();
        var sameKey = await Should.ThrowAsync<DbException>(session.ExecuteAsync(InsertAssociation, new { Project = "unique", Now = Instant }, None));
        session.Dialect.IsUniqueViolation(sameKey).ShouldBeTrue();
        var orphan = await Should.ThrowAsync<DbException>(session.ExecuteAsync(InsertEnrollment, Row("nowhere", "E-1"), None));
        session.Dialect.IsUniqueViolation(orphan).ShouldBeFalse();
    }

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task What_follows_a_commit_happens_after_it_and_only_then(string engine)
    {
        await using var session = await ProjectAsync(engine, "after-commit");
        var seen = new List<string>();

        await using (await session.BeginWriteAsync(None))
        {
            session.AfterCommit(() => seen.Add("given up"));
        }

        await session.BeginWriteAsync(None);
        session.AfterCommit(() => seen.Add("kept"));
        seen.ShouldBeEmpty();
        await session.CommitAsync(None);
        seen.ShouldBe(["kept"]);

        await session.WriteAsync(() => Task.CompletedTask, None);
        seen.ShouldBe(["kept"]);
    }

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task A_small_write_that_fails_leaves_nothing_and_lets_the_next_one_in(string engine)
    {
        await using var session = await ProjectAsync(engine, "small-write");
        await Should.ThrowAsync<DbException>(session.WriteAsync(
            async () =>
            {
                await session.ExecuteAsync(InsertEnrollment, Row("small-write", "E-1"), None);
                await session.ExecuteAsync(InsertEnrollment, Row("small-write", "E-1"), None);
            },
            None));
        (await session.ScalarAsync<int>(CountEnrollments, new { Project = "small-write" }, None)).ShouldBe(0);

        await using var other = new DbSession(session.Dialect);
        await other.WriteAsync(() => other.ExecuteAsync(InsertEnrollment, Row("small-write", "E-1"), None), None);
        (await session.ScalarAsync<int>(CountEnrollments, new { Project = "small-write" }, None)).ShouldBe(1);
    }

    [Fact]
    public async Task A_session_has_one_transaction_at_a_time()
    {
        await using var session = new DbSession(await databases.OpenAsync("sqlite"));
        await using (await session.BeginWriteAsync(None))
        {
            await Should.ThrowAsync<InvalidOperationException>(session.BeginWriteAsync(None));
            await Should.ThrowAsync<InvalidOperationException>(session.SnapshotAsync("one", None));
        }

        await session.BeginWriteAsync(None);
    }

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task A_snapshot_sees_one_state_while_another_session_writes(string engine)
    {
        await using var reader = await ProjectAsync(engine, "snapshot");
        var snapshot = await reader.SnapshotAsync("snapshot", None);
        (await reader.ScalarAsync<int>(CountEnrollments, new { Project = "snapshot" }, None)).ShouldBe(0);

        await using var writer = new DbSession(reader.Dialect);
        var written = Task.Run(() => writer.WriteAsync(
            async () =>
            {
                await writer.LockProjectAsync("snapshot", None);
                await writer.ExecuteAsync(InsertEnrollment, Row("snapshot", "E-1"), None);
            },
            None));
        await written;

        (await reader.ScalarAsync<int>(CountEnrollments, new { Project = "snapshot" }, None)).ShouldBe(0);
        await snapshot.DisposeAsync();
        (await reader.ScalarAsync<int>(CountEnrollments, new { Project = "snapshot" }, None)).ShouldBe(1);
    }

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task Many_writers_at_once_all_get_their_turn(string engine)
    {
        await using var session = await ProjectAsync(engine, "writers");
        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(async () =>
        {
            await using var writer = new DbSession(session.Dialect);
            await writer.WriteAsync(
                async () =>
                {
                    await writer.LockProjectAsync("writers", None);
                    var before = await writer.ScalarAsync<int>(CountEnrollments, new { Project = "writers" }, None);
                    await writer.ExecuteAsync(InsertEnrollment, Row("writers", $"E-{before + 1}"), None);
                },
                None);
        })));
        (await session.ScalarAsync<int>(CountEnrollments, new { Project = "writers" }, None)).ShouldBe(24);
    }

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task Many_rows_are_inserted_in_the_transaction(string engine)
    {
        const string InsertComputation =
            """
            INSERT INTO computations (public_id, project_id, reason, status, as_of, cut_off, requested_at)
            VALUES (@Id, @Project, 'requested', 'running', @Day, 0, @Now)
            """;
        const string SelectComputation = "SELECT id FROM computations WHERE public_id = @Id";
        const string SelectFigures =
            """
            SELECT position, subproject, cohort_from, cohort_to, cohort_partial, woman_numerator, woman_denominator
            FROM attainment WHERE computation_id = @Id ORDER BY position
            """;
        string[] columns =
        [
            "computation_id", "position", "goal_key", "goal_version", "subproject", "tertial", "time_window", "cohort_from", "cohort_to", "cohort_partial",
            "woman_numerator", "woman_denominator", "man_numerator", "other_numerator", "unknown_numerator",
        ];

        await using var session = await ProjectAsync(engine, "bulk");
        var publicId = $"bulk-{engine}";
        await session.ExecuteAsync(InsertComputation, new { Id = publicId, Project = "bulk", Day = LeapDay, Now = Instant }, None);
        var id = await session.ScalarAsync<long>(SelectComputation, new { Id = publicId }, None);

        object?[] Figure(int i) =>
            [id, i, "goal", 1, i % 2 == 0 ? null : "vsb", 6072, "tertial", LeapDay, LeapDay.AddDays(i), i % 2 == 0, i, i % 2 == 0 ? null : i + 1, 0, 0, 0];

        await using (await session.BeginWriteAsync(None))
        {
            await session.BulkInsertAsync("attainment", columns, Enumerable.Range(0, 500).Select(Figure), None);
        }

        (await session.QueryAsync<FigureRow>(SelectFigures, new { Id = id }, None)).ShouldBeEmpty();

        await session.WriteAsync(() => session.BulkInsertAsync("attainment", columns, [], None), None);
        await session.WriteAsync(() => session.BulkInsertAsync("attainment", columns, Enumerable.Range(0, 500).Select(Figure), None), None);
        var figures = await session.QueryAsync<FigureRow>(SelectFigures, new { Id = id }, None);
        figures.Count.ShouldBe(500);
        figures[4].ShouldBe(new FigureRow { Position = 4, CohortFrom = LeapDay, CohortTo = LeapDay.AddDays(4), CohortPartial = true, WomanNumerator = 4 });
        figures[499].ShouldBe(new FigureRow
        {
            Position = 499,
            Subproject = "vsb",
            CohortFrom = LeapDay,
            CohortTo = LeapDay.AddDays(499),
            CohortPartial = false,
            WomanNumerator = 499,
            WomanDenominator = 500,
        });
        await Should.ThrowAsync<InvalidOperationException>(session.BulkInsertAsync("attainment", columns, [], None));
    }

    private static object Row(string project, string reference, DateTimeOffset? at = null) => new
    {
        Project = project,
        Reference = reference,
        Yes = true,
        No = false,
        Nothing = (int?)null,
        Day = LeapDay,
        NoDay = (DateOnly?)null,
        Sources = (IReadOnlyList<string>)["sickness-benefit", "social-assistance, å \"ä\" ö"],
        Occupation = new Occupation { Group = "work", Extent = 75 },
        Now = at ?? Instant,
    };

    /// <summary>A session on the class's database, where the project is registered.</summary>
    private async Task<DbSession> ProjectAsync(string engine, string project)
    {
        var session = new DbSession(await databases.OpenAsync(engine));
        await session.WriteAsync(
            async () =>
            {
                await session.ExecuteAsync(InsertAssociation, new { Project = project, Now = Instant }, None);
                await session.ExecuteAsync(InsertProject, new { Project = project, Day = LeapDay, Now = Instant }, None);
            },
            None);
        return session;
    }

    private sealed record EnrollmentRow
    {
        public bool Anonymous { get; init; }

        public bool ProtectedIdentity { get; init; }

        public int? BirthYear { get; init; }

        public DateOnly StartedOn { get; init; }

        public DateOnly? MappedOn { get; init; }

        public IReadOnlyList<string>? IncomeSources { get; init; }

        public Occupation? Occupation { get; init; }

        public DateTimeOffset ReceivedAt { get; init; }
    }

    private sealed record FigureRow
    {
        public int Position { get; init; }

        public string? Subproject { get; init; }

        public DateOnly CohortFrom { get; init; }

        public DateOnly CohortTo { get; init; }

        public bool CohortPartial { get; init; }

        public int WomanNumerator { get; init; }

        public int? WomanDenominator { get; init; }
    }
}
