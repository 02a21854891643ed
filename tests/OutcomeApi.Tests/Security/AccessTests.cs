using System.Collections.Concurrent;
using System.Data.Common;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Hosting;
using OutcomeApi.Projects;
using OutcomeApi.Security;
using OutcomeApi.Tests.Contract;
using SQLitePCL;

namespace OutcomeApi.Tests.Security;

/// <summary>Who gets where: every endpoint of the running service with every kind of credential.</summary>
public sealed partial class AccessTests(AccessTests.TwoProjects api) : IClassFixture<AccessTests.TwoProjects>
{
    private static readonly Place Own = new("iris2", "lund");
    private static readonly Place Foreign = new("uppsala", "uppsala");
    private static readonly Place Nowhere = new("no-such-project", "no-such-association");

    /// <summary>
    /// The roles that every operation of the contract lets in; <c>*</c>: anybody, without a key. An operation that is not here makes these tests fail:
    /// its line is written before the operation is.
    /// </summary>
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["GET /outcome-api/v1/api-info"] = "*",
        ["GET /outcome-api/v1/openapi.json"] = "*",
        ["ANY /health/live"] = "*",
        ["ANY /health/ready"] = "*",
        ["GET /metrics"] = "operator",
        ["GET /outcome-api/v1/api-keys"] = "administrator",
        ["POST /outcome-api/v1/api-keys"] = "administrator",
        ["DELETE /outcome-api/v1/api-keys/{id}"] = "administrator",
        ["POST /outcome-api/v1/api-keys/{id}/rotations"] = "administrator",
        ["GET /outcome-api/v1/audit-events"] = "administrator",
        ["GET /outcome-api/v1/jobs-state"] = "operator",
        ["POST /outcome-api/v1/erasures"] = "administrator",
        ["GET /outcome-api/v1/projects/{project}/participants/{participant}/extract"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/retention"] = "administrator",
        ["POST /outcome-api/v1/projects/{project}/retention/confirmations"] = "administrator",
        ["GET /outcome-api/v1/projects"] = "secretariat registrar referrer steering-group",
        ["GET /outcome-api/v1/projects/{project}"] = "secretariat registrar referrer steering-group",
        ["PUT /outcome-api/v1/projects/{project}"] = "secretariat administrator",
        ["GET /outcome-api/v1/projects/{project}/enrollments"] = "registrar",
        ["POST /outcome-api/v1/projects/{project}/enrollments"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/enrollments/{reference}"] = "registrar",
        ["PUT /outcome-api/v1/projects/{project}/enrollments/{reference}"] = "registrar",
        ["PATCH /outcome-api/v1/projects/{project}/enrollments/{reference}"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/enrollments/{reference}/versions"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/exits"] = "registrar",
        ["POST /outcome-api/v1/projects/{project}/exits"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/exits/{enrollmentReference}"] = "registrar",
        ["PUT /outcome-api/v1/projects/{project}/exits/{enrollmentReference}"] = "registrar",
        ["PATCH /outcome-api/v1/projects/{project}/exits/{enrollmentReference}"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/exits/{enrollmentReference}/versions"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/steps"] = "registrar",
        ["POST /outcome-api/v1/projects/{project}/steps"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/steps/{reference}"] = "registrar",
        ["PUT /outcome-api/v1/projects/{project}/steps/{reference}"] = "registrar",
        ["PATCH /outcome-api/v1/projects/{project}/steps/{reference}"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/steps/{reference}/versions"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/job-offers"] = "registrar",
        ["POST /outcome-api/v1/projects/{project}/job-offers"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/job-offers/{reference}"] = "registrar",
        ["PUT /outcome-api/v1/projects/{project}/job-offers/{reference}"] = "registrar",
        ["PATCH /outcome-api/v1/projects/{project}/job-offers/{reference}"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/job-offers/{reference}/versions"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/placements"] = "registrar",
        ["POST /outcome-api/v1/projects/{project}/placements"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/placements/{reference}"] = "registrar",
        ["PUT /outcome-api/v1/projects/{project}/placements/{reference}"] = "registrar",
        ["PATCH /outcome-api/v1/projects/{project}/placements/{reference}"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/placements/{reference}/versions"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/referrals"] = "registrar",
        ["POST /outcome-api/v1/projects/{project}/referrals"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/referrals/{reference}"] = "registrar",
        ["PUT /outcome-api/v1/projects/{project}/referrals/{reference}"] = "registrar",
        ["PATCH /outcome-api/v1/projects/{project}/referrals/{reference}"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/referrals/{reference}/versions"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/follow-ups"] = "registrar referrer",
        ["POST /outcome-api/v1/projects/{project}/follow-ups"] = "registrar referrer",
        ["GET /outcome-api/v1/projects/{project}/follow-ups/{enrollmentReference}/{months}"] = "registrar referrer",
        ["PUT /outcome-api/v1/projects/{project}/follow-ups/{enrollmentReference}/{months}"] = "registrar referrer",
        ["PATCH /outcome-api/v1/projects/{project}/follow-ups/{enrollmentReference}/{months}"] = "registrar referrer",
        ["GET /outcome-api/v1/projects/{project}/follow-ups/{enrollmentReference}/{months}/versions"] = "registrar referrer",
        ["GET /outcome-api/v1/projects/{project}/follow-ups/due"] = "registrar referrer",
        ["GET /outcome-api/v1/projects/{project}/follow-ups/due-counts"] = "registrar secretariat",
        ["POST /outcome-api/v1/projects/{project}/batches"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/batches/{id}"] = "registrar",
        ["DELETE /outcome-api/v1/projects/{project}/batches/{id}"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/batch-template"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/changes"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/tertial-reports/{tertial}"] = "steering-group registrar secretariat",
        ["GET /outcome-api/v1/projects/{project}/tertial-reports/{tertial}/comment"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/tertial-reports"] = "registrar secretariat steering-group",
        ["GET /outcome-api/v1/associations"] = "secretariat administrator",
        ["GET /outcome-api/v1/associations/{association}/tertial-reports"] = "secretariat",
        ["PUT /outcome-api/v1/projects/{project}/tertial-reports/{tertial}/comment"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/tertial-reports/{tertial}/comment/versions"] = "registrar secretariat",
        ["POST /outcome-api/v1/projects/{project}/tertial-reports/{tertial}/certifications"] = "secretariat",
        ["GET /outcome-api/v1/projects/{project}/tertial-reports/{tertial}/versions"] = "secretariat",
        ["GET /outcome-api/v1/projects/{project}/tertial-reports/{tertial}/versions/{version}"] = "secretariat",
        ["GET /outcome-api/v1/projects/{project}/tertial-reports/{tertial}/versions/{version}/changes"] = "secretariat",
        ["GET /outcome-api/v1/projects/{project}/data-quality"] = "registrar secretariat",
        ["GET /outcome-api/v1/projects/{project}/data-quality/{finding}"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/exit-reasons"] = "registrar referrer secretariat steering-group operator administrator",
        ["GET /outcome-api/v1/projects/{project}/step-kinds"] = "registrar referrer secretariat steering-group operator administrator",
        ["GET /outcome-api/v1/projects/{project}/referrer-units"] = "registrar referrer secretariat steering-group operator administrator",
        ["GET /outcome-api/v1/projects/{project}/follow-up-answers"] = "registrar referrer secretariat steering-group operator administrator",
        ["GET /outcome-api/v1/projects/{project}/self-assessments"] = "registrar",
        ["POST /outcome-api/v1/projects/{project}/self-assessments"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/self-assessments/due"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/self-assessments/{reference}"] = "registrar",
        ["PUT /outcome-api/v1/projects/{project}/self-assessments/{reference}"] = "registrar",
        ["PATCH /outcome-api/v1/projects/{project}/self-assessments/{reference}"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/self-assessments/{reference}/versions"] = "registrar",
        ["GET /outcome-api/v1/projects/{project}/fidelity-reviews"] = "registrar secretariat",
        ["POST /outcome-api/v1/projects/{project}/fidelity-reviews"] = "registrar secretariat",
        ["GET /outcome-api/v1/projects/{project}/fidelity-reviews/{reference}"] = "registrar secretariat",
        ["PUT /outcome-api/v1/projects/{project}/fidelity-reviews/{reference}"] = "registrar secretariat",
        ["PATCH /outcome-api/v1/projects/{project}/fidelity-reviews/{reference}"] = "registrar secretariat",
        ["GET /outcome-api/v1/projects/{project}/fidelity-reviews/{reference}/versions"] = "registrar secretariat",
        ["GET /outcome-api/v1/projects/{project}/reported-figures"] = "registrar secretariat",
        ["POST /outcome-api/v1/projects/{project}/reported-figures"] = "registrar secretariat",
        ["GET /outcome-api/v1/projects/{project}/reported-figures/{reference}"] = "registrar secretariat",
        ["PUT /outcome-api/v1/projects/{project}/reported-figures/{reference}"] = "registrar secretariat",
        ["PATCH /outcome-api/v1/projects/{project}/reported-figures/{reference}"] = "registrar secretariat",
        ["GET /outcome-api/v1/projects/{project}/reported-figures/{reference}/versions"] = "registrar secretariat",
        ["GET /outcome-api/v1/code-lists/instruments"] = "registrar referrer secretariat steering-group operator administrator",
        ["GET /outcome-api/v1/code-lists/fidelity-scales"] = "registrar referrer secretariat steering-group operator administrator",
        ["GET /outcome-api/v1/code-lists/{name}"] = "registrar referrer secretariat steering-group operator administrator",
        ["GET /outcome-api/v1/associations/{association}"] = "administrator secretariat",
        ["PUT /outcome-api/v1/associations/{association}"] = "administrator",
        ["PUT /outcome-api/v1/associations/{association}/parts/{project}/{subproject}"] = "administrator secretariat",
        ["DELETE /outcome-api/v1/associations/{association}/parts/{project}/{subproject}"] = "administrator secretariat",
        ["GET /outcome-api/v1/associations/{association}/tertial-reports/{tertial}"] = "secretariat",
        ["GET /projekt/{project}"] = "steering-group registrar secretariat",
        ["GET /projekt/{project}/varfor/{goal}/{tertial}"] = "steering-group registrar secretariat",
        ["GET /projekt/{project}/tank-om"] = "steering-group registrar secretariat",
        ["GET /projekt/{project}/rapporter/{tertial}"] = "steering-group registrar secretariat",
        ["GET /projekt/{project}/rapporter/{tertial}/fil"] = "steering-group registrar secretariat",
        ["GET /projekt/{project}/rapporter/{tertial}/versioner/{version}/andringar"] = "secretariat",
        ["GET /projekt/{project}/arbete"] = "registrar referrer",
        ["GET /projekt/{project}/arbete/hitta"] = "registrar",
        ["GET /projekt/{project}/arbete/fynd/{finding}"] = "registrar",
        ["GET /projekt/{project}/arbete/filer"] = "registrar",
        ["POST /projekt/{project}/arbete/filer"] = "registrar",
        ["GET /projekt/{project}/arbete/filer/{id}"] = "registrar",
        ["GET /projekt/{project}/arbete/filer/{id}/resultat"] = "registrar",
        ["GET /projekt/{project}/arbete/filer/mall"] = "registrar",
        ["GET /projekt/{project}/arbete/kommentar/{tertial}"] = "registrar",
        ["POST /projekt/{project}/arbete/kommentar/{tertial}"] = "registrar",
        ["GET /kansli"] = "secretariat",
        ["GET /kansli/{project}/{tertial}"] = "secretariat",
        ["POST /kansli/{project}/{tertial}"] = "secretariat",
        ["GET /kansli/forbund/{association}/finsam/{tertial}"] = "secretariat",
        ["GET /kansli/forbund/{association}/finsam/{tertial}/fil"] = "secretariat",
        ["POST /projekt/{project}/arbete/filer/{id}/markerad"] = "registrar",
        ["GET /projekt/{project}/arbete/referrals/ny"] = "registrar",
        ["POST /projekt/{project}/arbete/referrals/ny"] = "registrar",
        ["GET /projekt/{project}/arbete/referrals/post/{reference}"] = "registrar",
        ["POST /projekt/{project}/arbete/referrals/post/{reference}"] = "registrar",
        ["GET /projekt/{project}/arbete/enrollments/ny"] = "registrar",
        ["POST /projekt/{project}/arbete/enrollments/ny"] = "registrar",
        ["GET /projekt/{project}/arbete/enrollments/post/{reference}"] = "registrar",
        ["POST /projekt/{project}/arbete/enrollments/post/{reference}"] = "registrar",
        ["GET /projekt/{project}/arbete/exits/ny"] = "registrar",
        ["POST /projekt/{project}/arbete/exits/ny"] = "registrar",
        ["GET /projekt/{project}/arbete/exits/post/{enrollmentReference}"] = "registrar",
        ["POST /projekt/{project}/arbete/exits/post/{enrollmentReference}"] = "registrar",
        ["GET /projekt/{project}/arbete/follow-ups/ny"] = "registrar referrer",
        ["POST /projekt/{project}/arbete/follow-ups/ny"] = "registrar referrer",
        ["GET /projekt/{project}/arbete/follow-ups/post/{enrollmentReference}/{months}"] = "registrar referrer",
        ["POST /projekt/{project}/arbete/follow-ups/post/{enrollmentReference}/{months}"] = "registrar referrer",
        ["GET /projekt/{project}/arbete/steps/ny"] = "registrar",
        ["POST /projekt/{project}/arbete/steps/ny"] = "registrar",
        ["GET /projekt/{project}/arbete/steps/post/{reference}"] = "registrar",
        ["POST /projekt/{project}/arbete/steps/post/{reference}"] = "registrar",
        ["GET /projekt/{project}/arbete/placements/ny"] = "registrar",
        ["POST /projekt/{project}/arbete/placements/ny"] = "registrar",
        ["GET /projekt/{project}/arbete/placements/post/{reference}"] = "registrar",
        ["POST /projekt/{project}/arbete/placements/post/{reference}"] = "registrar",
        ["GET /projekt/{project}/arbete/job-offers/ny"] = "registrar",
        ["POST /projekt/{project}/arbete/job-offers/ny"] = "registrar",
        ["GET /projekt/{project}/arbete/job-offers/post/{reference}"] = "registrar",
        ["POST /projekt/{project}/arbete/job-offers/post/{reference}"] = "registrar",
        ["GET /projekt/{project}/arbete/self-assessments/ny"] = "registrar",
        ["POST /projekt/{project}/arbete/self-assessments/ny"] = "registrar",
        ["GET /projekt/{project}/arbete/self-assessments/post/{reference}"] = "registrar",
        ["POST /projekt/{project}/arbete/self-assessments/post/{reference}"] = "registrar",
        ["GET /forbund/{association}"] = "steering-group secretariat",
        ["GET /kansli/{project}/lankar"] = "secretariat",
        ["POST /kansli/{project}/lankar"] = "secretariat",
        ["GET /kansli/{project}/lankar/{linkId}/aterkalla"] = "secretariat",
        ["POST /kansli/{project}/lankar/{linkId}/aterkalla"] = "secretariat",
        ["GET /kansli/{project}/mal"] = "steering-group registrar secretariat",
        ["GET /kansli/{project}/mal/{key}"] = "steering-group registrar secretariat",
        ["POST /kansli/{project}/mal/{key}"] = "secretariat",
        ["POST /kansli/{project}/mal/{key}/prova"] = "secretariat",
        ["GET /administration"] = "administrator",
        ["GET /administration/nycklar/ny"] = "administrator",
        ["POST /administration/nycklar/ny"] = "administrator",
        ["GET /administration/nycklar/{keyId}/byt"] = "administrator",
        ["POST /administration/nycklar/{keyId}/byt"] = "administrator",
        ["GET /administration/nycklar/{keyId}/aterkalla"] = "administrator",
        ["POST /administration/nycklar/{keyId}/aterkalla"] = "administrator",
        ["GET /administration/granskning"] = "administrator",
        ["GET /administration/radera"] = "administrator",
        ["POST /administration/radera"] = "administrator",
        ["POST /administration/radera/bekrafta"] = "administrator",
        ["GET /drift"] = "operator",
        ["GET /outcome-api/v1/projects/{project}/share-links"] = "secretariat",
        ["POST /outcome-api/v1/projects/{project}/share-links"] = "secretariat",
        ["DELETE /outcome-api/v1/projects/{project}/share-links/{linkId}"] = "secretariat",
        ["GET /outcome-api/v1/associations/{association}/share-links"] = "secretariat",
        ["POST /outcome-api/v1/associations/{association}/share-links"] = "secretariat",
        ["DELETE /outcome-api/v1/associations/{association}/share-links/{linkId}"] = "secretariat",
        ["GET /outcome-api/v1/projects/{project}/attainment"] = "steering-group registrar secretariat",
        ["GET /outcome-api/v1/projects/{project}/goals"] = "steering-group registrar secretariat",
        ["GET /outcome-api/v1/projects/{project}/goals/{key}"] = "steering-group registrar secretariat",
        ["PUT /outcome-api/v1/projects/{project}/goals/{key}"] = "secretariat",
        ["GET /outcome-api/v1/projects/{project}/goals/{key}/versions"] = "steering-group registrar secretariat",
        ["GET /outcome-api/v1/projects/{project}/attainment/{goal}/{tertial}/explanation"] = "steering-group registrar secretariat",
        ["POST /outcome-api/v1/projects/{project}/simulations"] = "steering-group registrar secretariat",
        ["POST /outcome-api/v1/computations"] = "secretariat operator",
        ["GET /outcome-api/v1/computations/{id}"] = "secretariat operator",
    };

    /// <summary>What is served beside the contract's operations: pages are for people.</summary>
    private static readonly string[] BesideTheContract =
    [
        "GET /outcome-api/v1/openapi.json", "ANY /health/live", "ANY /health/ready", "GET /metrics",
        .. Allowed.Keys.Where(operation => new[] { " /projekt/", " /forbund/", " /kansli", " /administration", " /drift" }
            .Any(page => operation.Contains(page, StringComparison.Ordinal))),
    ];

    private static readonly string[] Roles = [.. Enum.GetValues<Role>().Select(Code.Format)];

    /// <summary>How a credential comes to what it reaches.</summary>
    private static readonly string[] Assignments = ["project", "association"];

    /// <summary>What stands for the parts of an address that say neither whose it is nor of what.</summary>
    private static readonly Dictionary<string, string> Parts = new()
    {
        ["reference"] = "R-1",
        ["subproject"] = "hoganas",
        ["enrollmentReference"] = "R-1",
        ["months"] = "3",
        ["tertial"] = "2025-T1",
        ["version"] = "1",
        ["finding"] = "late-registration",
        ["name"] = "exit-reasons",
        ["participant"] = "P-1",
        ["key"] = "iris2.work-or-studies",
        ["goal"] = "iris2.work-or-studies",
    };

    public static TheoryData<string, string> AllCredentials
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var role in Roles)
            {
                foreach (var assignment in Assignments)
                {
                    all.Add(role, assignment);
                }
            }

            return all;
        }
    }

    [Fact]
    public async Task Every_operation_of_the_contract_is_decided()
    {
        var contract = await ServedContract.ReadAsync(api);
        string[] operations = [.. contract.Operations.Select(o => $"{o.Method} {ApiFactory.Base}{o.Path}"), .. BesideTheContract];

        operations.Length.ShouldBeGreaterThan(60);
        operations.Order().ShouldBe(Allowed.Keys.Order());
        Endpoints().Order().ShouldBe(operations.Order());

        // A part of an address that nobody has thought of may say whose the thing is.
        contract.Operations.SelectMany(o => Part().Matches(o.Path).Select(m => m.Groups[1].Value)).Distinct()
            .Except([.. Parts.Keys, "project", "association", "id", "linkId"]).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(AllCredentials))]
    public async Task A_role_gets_into_what_is_its_own_where_the_table_says_so(string role, string assignment)
    {
        var offenders = new List<string>();
        foreach (var endpoint in Endpoints())
        {
            var status = await SendAsync(endpoint, Own, Client(role, assignment));
            var isIn =
                status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or >= HttpStatusCode.InternalServerError);
            var isRight = !IsAllowed(endpoint, role) ? status == HttpStatusCode.Forbidden
                : IsOfAnAssociation(endpoint) && role != "administrator" && assignment != "association" ? status == HttpStatusCode.NotFound
                : isIn;
            if (!isRight)
            {
                offenders.Add($"{endpoint}: {(int)status}");
            }
        }

        offenders.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(AllCredentials))]
    public async Task What_is_foreign_is_not_there(string role, string assignment)
    {
        var seen = 0;
        var offenders = new List<string>();
        foreach (var endpoint in Endpoints().Where(e => IsOfAProject(e) || (IsOfAnAssociation(e) && role != "administrator")))
        {
            seen++;
            var status = await SendAsync(endpoint, Foreign, Client(role, assignment));
            if (status != (IsAllowed(endpoint, role) ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden))
            {
                offenders.Add($"{endpoint}: {(int)status}");
            }
        }

        seen.ShouldBeGreaterThan(60);
        offenders.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("no key")]
    [InlineData("wrong key")]
    [InlineData("no key of ours")]
    [InlineData("empty key")]
    [InlineData("other scheme")]
    [InlineData("hash of a key")]
    [InlineData("revoked key")]
    [InlineData("expired key")]
    public async Task Without_a_valid_key_only_what_is_public_answers(string credential)
    {
        var offenders = new List<string>();
        foreach (var endpoint in Endpoints())
        {
            foreach (var place in new[] { Own, Foreign })
            {
                var status = await SendAsync(endpoint, place, api.Clients[credential]);
                if (Allowed[endpoint] == "*" ? status != HttpStatusCode.OK : status != HttpStatusCode.Unauthorized)
                {
                    offenders.Add($"{endpoint}: {(int)status}");
                }
            }
        }

        offenders.ShouldBeEmpty();
        var answer = await api.Clients[credential].GetAsync($"{ApiFactory.Base}/projects");
        await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "not-authenticated");
        answer.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
    }

    /// <summary>
    /// Body, headers, and what the database is asked: a foreign project or association costs the same statements as one that does not exist, so that
    /// the time tells no more than the answer.
    /// </summary>
    [Theory]
    [MemberData(nameof(AllCredentials))]
    public async Task What_is_foreign_and_what_is_not_there_are_answered_alike(string role, string assignment)
    {
        var compared = 0;
        var client = Client(role, assignment);

        foreach (var endpoint in Endpoints().Where(e =>
                     IsAllowed(e, role)
                         && (IsOfAProject(e) || (IsOfAnAssociation(e) && role != "administrator"))))
        {
            compared++;
            var foreign = await AnswerAsync(endpoint, Foreign, client);
            var none = await AnswerAsync(endpoint, Nowhere, client);
            foreign.Body.ShouldBe(none.Body, endpoint);
            foreign.Headers.ShouldBe(none.Headers, endpoint);
            foreign.Statements.ShouldNotBeEmpty(endpoint);
            foreign.Statements.ShouldBe(none.Statements, endpoint);
        }

        // Neither table nor program may have lost addresses. New ones only make it more.
        compared.ShouldBeGreaterThanOrEqualTo(
            role switch { "registrar" => 49, "secretariat" => 21, "steering-group" => 8, "referrer" => 8, "operator" => 4, _ => 2 });
    }

    [Theory]
    [MemberData(nameof(AllCredentials))]
    public async Task The_list_of_projects_holds_what_is_within_reach(string role, string assignment)
    {
        if (IsAllowed("GET /outcome-api/v1/projects", role))
        {
            var list = await (await Client(role, assignment).GetAsync($"{ApiFactory.Base}/projects")).ShouldBeAsync(HttpStatusCode.OK);
            list["items"]!.AsArray().Select(p => p!["id"]!.GetValue<string>()).ShouldBe([Own.Project]);
        }
    }

    [Fact]
    public async Task An_administrator_reads_and_sets_every_association()
    {
        foreach (var assignment in Assignments)
        {
            var administrator = Client("administrator", assignment);
            (await administrator.GetAsync($"{ApiFactory.Base}/associations/{Foreign.Association}")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await administrator.GetAsync($"{ApiFactory.Base}/associations/{Nowhere.Association}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await administrator.PutAsJsonAsync($"{ApiFactory.Base}/associations/{Foreign.Association}", new { }))
                .StatusCode.ShouldBe(HttpStatusCode.PreconditionRequired);
        }
    }

    [Fact]
    public async Task A_key_reaches_projects_by_name_and_by_association()
    {
        foreach (var (role, projects, associations, reaches) in new (string, string[], string[], bool)[]
        {
            ("registrar", ["iris2"], [], true),
            ("registrar", ["uppsala", "iris2"], [], true),
            ("registrar", [], ["lund"], true),
            ("registrar", [], [], false),
            ("registrar", ["iris"], [], false),
            ("registrar", ["IRIS2"], [], false),
            ("secretariat", ["iris2"], [], true),
            ("secretariat", [], ["uppsala"], false),
            ("secretariat", ["lund"], ["iris2"], false),
            ("steering-group", [], [], false),
        })
        {
            using var client = await api.ClientAsync(role, projects, associations);
            var answer = await client.GetAsync($"{ApiFactory.Base}/projects/iris2/attainment?limit=1");
            answer.StatusCode.ShouldBe(
                reaches ? HttpStatusCode.OK : HttpStatusCode.NotFound, $"{role} {string.Join(' ', projects)} / {string.Join(' ', associations)}");
        }

        // An operator that names nothing reaches all.
        foreach (var (projects, status) in new[]
        {
            (Array.Empty<string>(), HttpStatusCode.Accepted), (["uppsala"], HttpStatusCode.NotFound), (["iris2"], HttpStatusCode.Accepted),
        })
        {
            using var client = await api.ClientAsync("operator", projects);
            (await client.PostAsJsonAsync($"{ApiFactory.Base}/computations", new { project = "iris2" })).StatusCode.ShouldBe(status);
        }
    }

    [Fact]
    public void An_endpoint_without_a_policy_stops_the_start()
    {
        static RouteEndpoint Endpoint(string path, params object[] metadata) =>
            new(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(path), 0, new EndpointMetadataCollection(metadata),
                path);
        Endpoint[] right = [Endpoint("/open", new AllowAnonymousAttribute()), Endpoint("/closed", new AuthorizeAttribute(Policies.Figures))];

        Should.NotThrow(() => Policies.RequireOnEvery(right));
        foreach (var wrong in new[]
        {
            Endpoint("/forgotten"), Endpoint("/forgotten", new AuthorizeAttribute()), Endpoint("/forgotten", new AuthorizeAttribute("made-up")),
        })
        {
            Should.Throw<InvalidOperationException>(() => Policies.RequireOnEvery([.. right, wrong])).Message.ShouldContain("/forgotten");
        }
    }

    private static bool IsAllowed(string endpoint, string role) => Allowed[endpoint] is "*" || Allowed[endpoint].Split(' ').Contains(role);

    private static bool IsOfAProject(string endpoint) =>
        (endpoint.Contains("{project}", StringComparison.Ordinal) && !IsOfAnAssociation(endpoint))
            || endpoint.Contains("/computations", StringComparison.Ordinal);

    private static bool IsOfAnAssociation(string endpoint) => endpoint.Contains("{association}", StringComparison.Ordinal);

    private HttpClient Client(string role, string assignment) => api.Clients[$"{role} by {assignment}"];

    /// <summary>
    /// The dashboard has its own way in and its own tests: <see cref="JobsDashboardTests"/>. So have the pages that let people in:
    /// <see cref="Pages.SignInTests"/>.
    /// </summary>
    private IEnumerable<string> Endpoints() => api.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.PathSegments is not [{ Parts: [RoutePatternLiteralPart { Content: "jobs" }] }, ..])
        .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null || e.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null
            || $"/{e.RoutePattern.RawText!.Trim('/')}".StartsWith(ApiFactory.Base, StringComparison.Ordinal))
        .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
            .Select(method => $"{method} /{e.RoutePattern.RawText!.Trim('/')}"));

    /// <summary>Asks an endpoint for what is there in both places; a write sends what can not be kept.</summary>
    private async Task<HttpStatusCode> SendAsync(string endpoint, Place place, HttpClient client)
    {
        using var answer = await RequestAsync(endpoint, place, client);
        return answer.StatusCode;
    }

    private async Task<(string Body, string Headers, IReadOnlyList<string> Statements)> AnswerAsync(string endpoint, Place place, HttpClient client)
    {
        // A key is remembered for a moment, and what its caller was told of a project. When it was used is noted once a minute.
        api.Services.GetRequiredService<ProjectOwners>().Forget();
        api.Services.GetRequiredService<KnownKeys>().Forget();
        api.Statements.Clear();
        using var answer = await RequestAsync(endpoint, place, client);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, endpoint);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        body.Remove("instance").ShouldBeTrue();
        body.Remove("traceId").ShouldBeTrue();
        return (
            body.ToJsonString(),
            string.Join("; ", answer.Headers.Select(h => h.Key).Where(k => k != "traceparent").Order()),
            [.. api.Statements.Where(sql => !sql.StartsWith("UPDATE api_keys", StringComparison.Ordinal))]);
    }

    private async Task<HttpResponseMessage> RequestAsync(string endpoint, Place place, HttpClient client)
    {
        var (method, path) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
        var link = path.Contains("{linkId}", StringComparison.Ordinal) ? await api.NewShareLinkIdAsync(path) : string.Empty;
        var id = path.Contains("api-keys", StringComparison.Ordinal)
            ? (path.Contains("{id}", StringComparison.Ordinal) ? await api.NewKeyIdAsync() : string.Empty)
            : (IsOfBatches(path) ? api.Batches : api.Computations).GetValueOrDefault(place.Project, "none");
        var key = path.Contains("{keyId}", StringComparison.Ordinal) ? await api.NewKeyIdAsync() : string.Empty;
        path = Part().Replace(path, part => part.Groups[1].Value switch
        {
            "keyId" => key,
            "project" => place.Project,
            "association" => place.Association,
            "id" => id,
            "linkId" => link,
            var name => Parts[name],
        });
        using var request = new HttpRequestMessage(method == "ANY" ? HttpMethod.Get : new HttpMethod(method), path);
        if (method == "PATCH")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/merge-patch+json");
        }
        else if (method is "POST" or "PUT")
        {
            request.Content = JsonContent.Create(
                path.EndsWith("/computations", StringComparison.Ordinal) ? new JsonObject { ["project"] = place.Project } : []);
        }

        return await client.SendAsync(request);
    }

    private static bool IsOfBatches(string path) => path.Contains("/batches", StringComparison.Ordinal) || path.Contains("/filer/", StringComparison.Ordinal);

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Part();

    /// <summary>A project and the association that owns it.</summary>
    private sealed record Place(string Project, string Association);

    /// <summary>IRIS 2, within reach, and Uppsala, which is not; in both a record R-1 of every kind and a computation.</summary>
    public sealed class TwoProjects : ApiFactory, IAsyncLifetime
    {
        public Dictionary<string, HttpClient> Clients { get; } = [];

        public Dictionary<string, string> Computations { get; } = [];

        public Dictionary<string, string> Batches { get; } = [];

        /// <summary>What the database has been asked since a test cleared it, without the values.</summary>
        public ConcurrentQueue<string> Statements { get; } = [];

        public async Task InitializeAsync()
        {
            foreach (var ((project, association), day) in new[] { (Own, "2024-02-01"), (Foreign, "2025-02-01") })
            {
                await PutProjectAsync(project);
                using var registrar = await ClientAsync("registrar", [project]);
                foreach (var kind in RecordCase.All)
                {
                    var body = kind.Body("R-1", kind.Minimal);
                    foreach (var member in body.Where(m => m.Key is "startedOn" or "exitedOn" or "on" or "referredOn").Select(m => m.Key).ToArray())
                    {
                        body[member] = day;
                    }

                    if (body.ContainsKey("followedUpOn"))
                    {
                        body["followedUpOn"] = "2026-11-01";
                    }

                    await (await registrar.PostAsJsonAsync($"{Base}/projects/{project}/{kind.Collection}", body)).ShouldBeAsync(HttpStatusCode.Created);
                }

                await (await registrar.PutAsJsonAsync($"{Base}/projects/{project}/tertial-reports/2025-T1/comment", new { text = "Nothing to say." }))
                    .ShouldBeAsync(HttpStatusCode.Created);
                var batch = await (await registrar.PostAsJsonAsync($"{Base}/projects/{project}/batches", new { records = Array.Empty<object>() }))
                    .ShouldBeAsync(HttpStatusCode.OK);
                Batches[project] = batch["id"]!.GetValue<string>();
                using var secretariat = await ClientAsync("secretariat", associations: [association]);
                await (await secretariat.PostAsync($"{Base}/projects/{project}/tertial-reports/2025-T1/certifications", null))
                    .ShouldBeAsync(HttpStatusCode.Created);
                var computation = await (await secretariat.PostAsJsonAsync($"{Base}/computations", new { project })).ShouldBeAsync(HttpStatusCode.Accepted);
                Computations[project] = computation["id"]!.GetValue<string>();
            }

            foreach (var role in Roles)
            {
                Clients[$"{role} by project"] = await ClientAsync(role, [Own.Project]);
                Clients[$"{role} by association"] = await ClientAsync(role, associations: [Own.Association]);
            }

            using var administrator = Administrator();
            var (revoked, revokedId) = await NewKeyAsync(administrator, null);
            (await administrator.DeleteAsync($"{Base}/api-keys/{revokedId}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            var (expired, _) = await NewKeyAsync(administrator, "2026-11-22");
            Clients["no key"] = ClientWith(null);
            Clients["wrong key"] = ClientWith(ApiKey.Create());
            Clients["no key of ours"] = ClientWith("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbmlzdHJhdG9yIn0.");
            Clients["empty key"] = ClientWith(string.Empty);
            Clients["other scheme"] = ClientWith(null);
            Clients["other scheme"].DefaultRequestHeaders.Authorization = new("Basic", AdministratorKey);
            Clients["hash of a key"] = ClientWith(ApiKey.Hash(AdministratorKey));
            Clients["revoked key"] = ClientWith(revoked);
            Clients["expired key"] = ClientWith(expired);

            // The last day on which a key works is over: the tests run on the day after.
            (await Clients["expired key"].GetAsync($"{Base}/api-keys")).StatusCode.ShouldBe(HttpStatusCode.OK);
            Clock.Moved = TimeSpan.FromDays(1);
        }

        /// <summary>The id of a share link that may be revoked, to the own project or association.</summary>
        public async Task<string> NewShareLinkIdAsync(string path)
        {
            var place = path.Contains("{project}", StringComparison.Ordinal) ? $"projects/{Own.Project}" : $"associations/{Own.Association}";
            var made = await (await Clients["secretariat by association"].PostAsJsonAsync($"{Base}/{place}/share-links", new { validUntil = "2026-12-31" }))
                .ShouldBeAsync(HttpStatusCode.Created);
            return made["id"]!.GetValue<string>();
        }

        /// <summary>The id of a key that may be revoked.</summary>
        public async Task<string> NewKeyIdAsync()
        {
            using var administrator = Administrator();
            return (await NewKeyAsync(administrator, null)).Id;
        }

        async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

        // The statements are listened to as SQLite gets them.
        protected override bool IsOnServer => false;

        /// <summary>Every address with every wrong credential is more than is let through in a minute.</summary>
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("RateLimit:PerMinuteWithoutCredential", "1000000");
            builder.ConfigureServices(services => services
                .AddHttpContextAccessor()
                .Replace(ServiceDescriptor.Singleton<ISqlDialect>(p => new ListeningDialect(
                    new SqliteDialect(p.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString), p.GetRequiredService<IHttpContextAccessor>(),
                    Statements))));
        }

        private static async Task<(string Key, string Id)> NewKeyAsync(HttpClient administrator, string? expiresOn)
        {
            var answer = await administrator.PostAsJsonAsync($"{Base}/api-keys", new { name = "test", role = "administrator", expiresOn });
            var body = await answer.ShouldBeAsync(HttpStatusCode.Created);
            return (body["key"]!.GetValue<string>(), body["id"]!.GetValue<string>());
        }
    }

    /// <summary>A database that tells what requests ask of it. What jobs ask of it meanwhile is theirs.</summary>
    private sealed class ListeningDialect(SqliteDialect inner, IHttpContextAccessor requests, ConcurrentQueue<string> statements)
        : DialectAround(inner), IDisposable
    {
        /// <summary>Nothing is remembered, as on a database with several nodes.</summary>
        public override long? Commits => null;

        public override async Task<DbConnection> OpenAsync(CancellationToken ct)
        {
            var connection = await base.OpenAsync(ct);
            if (requests.HttpContext is not null)
            {
                raw.sqlite3_trace(((SqliteConnection)connection).Handle, (_, sql) => statements.Enqueue(Value().Replace(sql, "?")), null);
            }

            return connection;
        }

        public void Dispose() => inner.Dispose();
    }

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Value();
}
