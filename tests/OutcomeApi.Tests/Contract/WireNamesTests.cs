using System.Text.Json;
using OutcomeApi.Contract;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Projects;
using OutcomeApi.Records;

namespace OutcomeApi.Tests.Contract;

/// <summary>One name, one type.</summary>
public sealed class WireNamesTests
{
    [Theory]
    [InlineData(typeof(Exit), "Exit")]
    [InlineData(typeof(Record<Exit>), "ExitRecord")]
    [InlineData(typeof(RecordList<Exit>), "ExitList")]
    [InlineData(typeof(Record<ProjectFile>), "ProjectRecord")]
    public void A_record_and_a_list_are_named_after_what_they_hold(Type type, string name) => NameOf(type).ShouldBe(name);

    [Fact]
    public void Two_types_of_one_name_stop_the_document()
    {
        NameOf(typeof(First.Twin)).ShouldBe("Twin");
        Should.Throw<InvalidOperationException>(() => NameOf(typeof(Second.Twin))).Message.ShouldContain("rename one of them");
    }

    private static string? NameOf(Type type) => WireNames.Find(JsonSerializerOptions.Web.GetTypeInfo(type));

    private static class First
    {
        public sealed record Twin;
    }

    private static class Second
    {
        public sealed record Twin;
    }
}
