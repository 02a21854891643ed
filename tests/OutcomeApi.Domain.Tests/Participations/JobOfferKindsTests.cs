using System.Numerics;

namespace OutcomeApi.Domain.Tests.Participations;

public sealed class JobOfferKindsTests
{
    private static readonly bool[] Both = [false, true];

    [Fact]
    public void The_four_kinds_have_a_bit_each()
    {
        var bits = Both.SelectMany(s => Both.Select(o => JobOfferKinds.Bit(s, o))).ToArray();

        bits.ShouldAllBe(bit => BitOperations.IsPow2(bit));
        bits.ShouldBeUnique();
    }

    [Theory]
    [InlineData(null, null, 4)]
    [InlineData(false, null, 2)]
    [InlineData(true, null, 2)]
    [InlineData(null, false, 2)]
    [InlineData(null, true, 2)]
    [InlineData(false, false, 1)]
    [InlineData(false, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 1)]
    public void A_mask_holds_exactly_the_kinds_that_fit(bool? subsidised, bool? otherField, int kinds)
    {
        var mask = JobOfferKinds.Mask(subsidised, otherField);

        BitOperations.PopCount((uint)mask).ShouldBe(kinds);
        foreach (var s in Both)
        {
            foreach (var o in Both)
            {
                var fits = (subsidised is null || subsidised == s) && (otherField is null || otherField == o);
                ((mask & JobOfferKinds.Bit(s, o)) != 0).ShouldBe(fits);
            }
        }
    }

    [Fact]
    public void An_unsubsidised_offer_and_another_one_in_another_field_are_not_one_unsubsidised_offer_in_another_field()
    {
        var offers = JobOfferKinds.Bit(subsidised: false, otherField: false) | JobOfferKinds.Bit(subsidised: true, otherField: true);

        (offers & JobOfferKinds.Mask(subsidised: false, otherField: null)).ShouldNotBe(0);
        (offers & JobOfferKinds.Mask(subsidised: null, otherField: true)).ShouldNotBe(0);
        (offers & JobOfferKinds.Mask(subsidised: false, otherField: true)).ShouldBe(0);
    }
}
