namespace OutcomeApi.Tests.Records;

/// <summary>Lists of records: pages, their order and their links.</summary>
public sealed class ListTests(ListTests.SevenOfEachKind api) : IClassFixture<ListTests.SevenOfEachKind>
{
    // Neither in the order of the alphabet nor against it.
    private static readonly string[] Keys = ["d", "a", "g", "c", "f", "b", "e"];

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task Pages_follow_each_other_in_the_order_of_arrival(string collection)
    {
        var kind = RecordCase.Of(collection);
        var seen = new List<string>();
        var address = $"https://localhost{api.Address}/{collection}?limit=3";
        foreach (var (page, count) in new[] { (1, 3), (2, 3), (3, 1) })
        {
            var body = await (await api.Registrar.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK);

            body["_meta"]!.ToJsonString().ShouldBe($$"""{"page":{{page}},"limit":3,"count":{{count}},"totalRecords":7,"totalPages":3}""");
            var links = body["_links"]!;
            links["self"]!["href"]!.GetValue<string>().ShouldBe(address);
            links["prev"]?["href"]!.GetValue<string>().ShouldBe($"https://localhost{api.Address}/{collection}?limit=3&page={page - 1}");
            (links["prev"] is null).ShouldBe(page == 1);
            (links["next"] is null).ShouldBe(page == 3);
            seen.AddRange(body["items"]!.AsArray().Select(i => i![kind.KeyMember]!.GetValue<string>()));
            address = links["next"]?["href"]?.GetValue<string>() ?? address;
        }

        seen.ShouldBe(Keys);
    }

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task An_item_of_a_list_is_the_record_as_it_is_read_alone(string collection)
    {
        var kind = RecordCase.Of(collection);
        var list = await (await api.Registrar.GetAsync($"{api.Address}/{collection}")).ShouldBeAsync(HttpStatusCode.OK);
        list["_meta"]!.ToJsonString().ShouldBe("""{"page":1,"limit":20,"count":7,"totalRecords":7,"totalPages":1}""");
        foreach (var item in list["items"]!.AsArray())
        {
            var one = await (await api.Registrar.GetAsync(item!["_links"]!["self"]!["href"]!.GetValue<string>())).ShouldBeAsync(HttpStatusCode.OK);
            JsonNode.DeepEquals(one, item).ShouldBeTrue(item[kind.KeyMember]!.ToJsonString());
        }
    }

    [Fact]
    public async Task A_corrected_or_taken_back_record_keeps_its_place()
    {
        using var own = new Iris2Api();
        await own.InitializeAsync();
        foreach (var key in Keys)
        {
            await (await own.Registrar.PostAsJsonAsync($"{own.Address}/enrollments", TestData.Enrollment(key))).ShouldBeAsync(HttpStatusCode.Created);
        }

        await (await own.Registrar.PutAsync($"{own.Address}/enrollments/d", TestData.Enrollment("d", ("gender", "man")), "\"1\""))
            .ShouldBeAsync(HttpStatusCode.OK);
        await (await own.Registrar.PutAsync($"{own.Address}/enrollments/a", TestData.Enrollment("a", ("voided", true)), "\"1\""))
            .ShouldBeAsync(HttpStatusCode.OK);

        var list = await (await own.Registrar.GetAsync($"{own.Address}/enrollments")).ShouldBeAsync(HttpStatusCode.OK);
        list["items"]!.AsArray().Select(i => i!["reference"]!.GetValue<string>()).ShouldBe(Keys);
        list["items"]![1]!["voided"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData("limit=1", 1, 7)]
    [InlineData("limit=500", 7, 1)]
    [InlineData("limit=7&page=1", 7, 1)]
    [InlineData("page=2&limit=7", 0, 1)]
    [InlineData("page=1000000&limit=500", 0, 1)]
    public async Task Bounds_are_inside(string query, int count, int pages)
    {
        var body = await (await api.Registrar.GetAsync($"{api.Address}/enrollments?{query}")).ShouldBeAsync(HttpStatusCode.OK);
        body["items"]!.AsArray().Count.ShouldBe(count);
        body["_meta"]!["count"]!.GetValue<int>().ShouldBe(count);
        body["_meta"]!["totalPages"]!.GetValue<int>().ShouldBe(pages);
    }

    [Theory]
    [InlineData("limit=0", "number-out-of-range /limit")]
    [InlineData("limit=501", "number-out-of-range /limit")]
    [InlineData("limit=-1", "number-out-of-range /limit")]
    [InlineData("limit=99999999999999999999", "type-wrong /limit")]
    [InlineData("limit=1.5", "type-wrong /limit")]
    [InlineData("limit=ten", "type-wrong /limit")]
    [InlineData("limit=", "type-wrong /limit")]
    [InlineData("limit", "type-wrong /limit")]
    [InlineData("limit=1&limit=2", "type-wrong /limit")]
    [InlineData("page=0", "number-out-of-range /page")]
    [InlineData("page=1000001", "number-out-of-range /page")]
    [InlineData("Limit=5", "query-unknown /Limit")]
    [InlineData("sort=reference", "query-unknown /sort")]
    [InlineData("limit=0&page=x&sort=a", "number-out-of-range /limit", "type-wrong /page", "query-unknown /sort")]
    public async Task Anything_else_is_refused(string query, params string[] errors) =>
        await (await api.Registrar.GetAsync($"{api.Address}/enrollments?{query}")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, errors);

    [Fact]
    public async Task Writes_and_single_reads_take_no_query()
    {
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments?dryRun=true", TestData.Enrollment("dry")))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "query-unknown /dryRun");
        await (await api.Registrar.GetAsync($"{api.Address}/enrollments/a?limit=1")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "query-unknown /limit");
        await (await api.Registrar.GetAsync($"{api.Address}/enrollments/dry")).ShouldBeAsync(HttpStatusCode.NotFound);
    }

    public sealed class SevenOfEachKind() : ProjectApi("iris2")
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            foreach (var kind in RecordCase.All)
            {
                foreach (var key in Keys)
                {
                    await (await Registrar.PostAsJsonAsync($"{Address}/{kind.Collection}", kind.Body(key, kind.Full))).ShouldBeAsync(HttpStatusCode.Created);
                }
            }
        }
    }
}
